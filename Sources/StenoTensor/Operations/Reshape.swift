extension Tensor {
    /// The same elements in the same order under another shape. Shares memory.
    package func reshaped(to target: Shape) -> Tensor {
        if target == shape { return self }
        precondition(
            target.count == shape.count, "shape \(shape) has no \(target.count) elements for \(target)")
        let source = shape
        return Tensor(storage: storage, offset: offset, shape: target).derived(from: self) { dy in
            dy.reshaped(to: source)
        }
    }
}
