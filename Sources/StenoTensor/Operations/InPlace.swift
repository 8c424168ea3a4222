import StenoKernels

extension Tensor {
    /// Adds another tensor of the same shape, in place and off the tape.
    package mutating func add(_ other: Tensor) {
        precondition(shape == other.shape, "adding shape \(other.shape) to shape \(shape)")
        var sum = mutableElements
        StenoKernels.add(other.elements, to: &sum)
    }

    /// Multiplies every element by one factor, in place and off the tape.
    package mutating func scale(by factor: Float) {
        var elements = mutableElements
        StenoKernels.scale(&elements, by: factor)
    }

    /// The sum of the squares of all elements, in double precision.
    package var squaredNorm: Double {
        var lanes = SIMD8<Double>.zero
        var tail = 0.0
        withPointer { elements in
            let blocks = shape.count / 8 * 8
            for start in stride(from: 0, to: blocks, by: 8) {
                let values = SIMD8<Double>(
                    UnsafeRawPointer(elements + start).loadUnaligned(as: SIMD8<Float>.self))
                lanes += values * values
            }
            for index in blocks..<shape.count { tail += Double(elements[index]) * Double(elements[index]) }
        }
        return lanes.sum() + tail
    }
}

extension Tensor {
    /// Runs `body` on the memory of the elements; the pointer must not escape.
    func withPointer<Result>(_ body: (UnsafePointer<Float>) -> Result) -> Result {
        elements.withUnsafeBufferPointer { buffer in
            body(buffer.baseAddress ?? UnsafePointer(storage.base))
        }
    }

    /// Runs `body` on the memory of the elements, to be written; the pointer must not escape.
    mutating func withPointer<Result>(_ body: (UnsafeMutablePointer<Float>, _ count: Int) -> Result) -> Result
    {
        var span = mutableElements
        return span.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress else { preconditionFailure("a storage without memory") }
            return body(base, buffer.count)
        }
    }
}
