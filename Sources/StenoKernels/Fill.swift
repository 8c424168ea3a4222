/// Sets every element to one value.
package func fill(_ output: inout MutableSpan<Float>, with value: Float) {
    output.update(repeating: value)
}
