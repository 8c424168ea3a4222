extension Tensor {
    /// The part of an axis given by `range`. Along the first axis it shares memory, otherwise it copies.
    package func sliced(_ range: Range<Int>, along axis: Int = 0) -> Tensor {
        precondition(
            range.lowerBound >= 0 && range.upperBound <= shape[axis],
            "the slice \(range) of axis \(axis) of a tensor of shape \(shape)")
        let source = shape
        let axis = shape.position(ofAxis: axis)
        return copiedSlice(range, along: axis).derived(from: [self]) { dy, inputs in
            inputs.update(0, shape: source) { $0.addSlice(dy, at: range.lowerBound, along: axis) }
        }
    }

    private func copiedSlice(_ range: Range<Int>, along axis: Int) -> Tensor {
        let target = shape.replacing(axis: axis, with: range.count)
        let inner = shape.stride(ofAxis: axis)
        if axis == 0 {
            return Tensor(storage: storage, offset: offset + range.lowerBound * inner, shape: target)
        }
        var result = Tensor(uninitialized: target)
        let (step, width) = (shape[axis] * inner, range.count * inner)
        result.withPointer { y, count in
            withPointer { x in
                guard width > 0 else { return }
                for block in 0..<(count / width) {
                    (y + block * width).update(
                        from: x + block * step + range.lowerBound * inner, count: width)
                }
            }
        }
        return result
    }

    /// Adds `part` into this tensor from `start` on along `axis`, in place and off the tape.
    mutating func addSlice(_ part: Tensor, at start: Int, along axis: Int) {
        let inner = shape.stride(ofAxis: axis)
        let (step, width) = (shape[axis] * inner, part.shape[axis] * inner)
        let blocks = width == 0 ? 0 : part.shape.count / width
        withPointer { sum, _ in
            part.withPointer { terms in
                for block in 0..<blocks {
                    let (sum, terms) = (sum + block * step + start * inner, terms + block * width)
                    for i in 0..<width { sum[i] += terms[i] }
                }
            }
        }
    }

    /// The tensor at one position of the first axis, without that axis. Shares memory.
    package subscript(position: Int) -> Tensor {
        sliced(position..<(position + 1)).reshaped(to: Shape(shape.array.dropFirst()))
    }
}
