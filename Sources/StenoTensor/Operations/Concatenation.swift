extension Tensor {
    /// Tensors one after another along an axis; every other extent is the same.
    package static func concatenated(_ parts: [Tensor], along axis: Int = 0) -> Tensor {
        guard let first = parts.first else { preconditionFailure("nothing to concatenate") }
        if parts.count == 1 { return first }
        let axis = first.shape.position(ofAxis: axis)
        let extents = parts.map { $0.shape[axis] }
        for part in parts {
            precondition(
                part.shape.rank == first.shape.rank
                    && part.shape.replacing(axis: axis, with: 0)
                        == first.shape.replacing(axis: axis, with: 0),
                "concatenating shapes \(first.shape) and \(part.shape) along axis \(axis)")
        }
        return joined(parts, along: axis).derived(from: parts) { dy, inputs in
            var start = 0
            for (index, extent) in extents.enumerated() {
                inputs.add(dy.sliced(start..<(start + extent), along: axis), to: index)
                start += extent
            }
        }
    }

    private static func joined(_ parts: [Tensor], along axis: Int) -> Tensor {
        let inner = parts[0].shape.stride(ofAxis: axis)
        let extent = parts.reduce(0) { $0 + $1.shape[axis] }
        var result = Tensor(uninitialized: parts[0].shape.replacing(axis: axis, with: extent))
        result.withPointer { y, count in
            let blocks = extent * inner == 0 ? 0 : count / (extent * inner)
            var start = 0
            for part in parts {
                let width = part.shape[axis] * inner
                part.withPointer { x in
                    for block in 0..<blocks {
                        (y + block * extent * inner + start).update(from: x + block * width, count: width)
                    }
                }
                start += width
            }
        }
        return result
    }
}
