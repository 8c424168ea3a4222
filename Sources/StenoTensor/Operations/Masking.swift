extension Tensor {
    /// Zeroes what lies beyond the end of each sequence: axis 0 is the batch and `axis` is time.
    ///
    /// - Parameters:
    ///   - lengths: How many positions of `axis` are real, `[B]`; all of them when `nil`.
    ///   - axis: The axis of time.
    package func masked(to lengths: [Int]?, along axis: Int = 1) -> Tensor {
        guard let lengths, lengths.contains(where: { $0 < shape[axis] }) else { return self }
        precondition(lengths.count == shape[0], "\(lengths.count) lengths for a batch of \(shape[0])")
        return zeroed(beyond: lengths, along: axis).derived(from: self) { dy in
            dy.masked(to: lengths, along: axis)
        }
    }

    private func zeroed(beyond lengths: [Int], along axis: Int) -> Tensor {
        var result = detached
        let inner = shape.stride(ofAxis: axis)
        let step = shape[axis] * inner
        let blocks = shape.stride(ofAxis: 0) / max(step, 1)
        result.withPointer { y, _ in
            for (item, length) in lengths.enumerated() where length * inner < step {
                for block in 0..<blocks {
                    let end = y + (item * blocks + block) * step
                    (end + max(length, 0) * inner).update(repeating: 0, count: step - max(length, 0) * inner)
                }
            }
        }
        return result
    }
}
