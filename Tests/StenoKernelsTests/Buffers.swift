import StenoTensor
import StenoTestSupport

/// What a kernel writes into a fresh buffer; the buffer starts full of NaN, so that a forgotten element shows.
func output(_ count: Int, _ kernel: (inout MutableSpan<Float>) -> Void) -> [Float] {
    var buffer = [Float](repeating: .nan, count: count)
    var span = buffer.mutableSpan
    kernel(&span)
    return buffer
}

/// Uniform numbers in a range, the same for the same seed.
func numbers(_ count: Int, in range: ClosedRange<Float> = -1...1, seed: UInt64 = 1) -> [Float] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { _ in Float.random(in: range, using: &generator) }
}

/// Lengths around the vector width of sixteen, where the last elements are handled apart.
let awkwardCounts = [1, 15, 16, 17, 63, 64, 65, 100, 200]

/// The error of a value in units in the last place of the exact one (never smaller than those of the smallest
/// normal number, below which the kernels may flush to zero).
func unitsInLastPlace(_ value: Float, exact: Double) -> Double {
    let size = max(abs(exact), Double(Float.leastNormalMagnitude))
    return abs(Double(value) - exact) / Double(Float(size).ulp)
}

/// The slope of a function of many variables along each of them, by central differences in double precision.
func numericalGradient(at point: [Double], step: Double = 1e-5, _ f: ([Double]) -> Double) -> [Float] {
    point.indices.map { index in
        var moved = point
        moved[index] = point[index] + step
        let above = f(moved)
        moved[index] = point[index] - step
        return Float((above - f(moved)) / (2 * step))
    }
}

/// Lends three arrays to a kernel that writes all of them.
func mutate(
    _ a: inout [Float], _ b: inout [Float], _ c: inout [Float],
    _ kernel: (inout MutableSpan<Float>, inout MutableSpan<Float>, inout MutableSpan<Float>) -> Void
) {
    var first = a.mutableSpan
    var second = b.mutableSpan
    var third = c.mutableSpan
    kernel(&first, &second, &third)
}

/// Lends two arrays to a kernel that writes both.
func mutate(
    _ a: inout [Float], _ b: inout [Float],
    _ kernel: (inout MutableSpan<Float>, inout MutableSpan<Float>) -> Void
) {
    var first = a.mutableSpan
    var second = b.mutableSpan
    kernel(&first, &second)
}
