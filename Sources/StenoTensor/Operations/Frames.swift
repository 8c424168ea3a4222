extension Tensor {
    /// The real frames of all sequences, one after the other, without the padding.
    ///
    /// - Parameter lengths: Frames of each sequence, `[B]`.
    /// - Returns: `[N, …]` from `[B, T, …]`, N being the sum of the lengths.
    package func packed(_ lengths: [Int]) -> Tensor {
        let (batch, frames) = (shape[0], shape[1])
        let width = shape.stride(ofAxis: 1)
        precondition(
            lengths.count == batch && lengths.allSatisfy { (0...frames).contains($0) },
            "lengths \(lengths) for shape \(shape)")
        var result = Tensor(uninitialized: Shape([lengths.reduce(0, +)] + shape.array.dropFirst(2)))
        result.withPointer { y, _ in
            withPointer { x in
                var y = y
                for (item, length) in lengths.enumerated() {
                    y.update(from: x + item * frames * width, count: length * width)
                    y += length * width
                }
            }
        }
        return result.derived(from: self) { dy in dy.unpacked(lengths, frames: frames) }
    }

    /// The opposite of `packed`: `[B, T, …]` from `[N, …]`, with zeros after each sequence's end.
    package func unpacked(_ lengths: [Int], frames: Int) -> Tensor {
        let width = shape.stride(ofAxis: 0)
        var result = Tensor(uninitialized: Shape([lengths.count, frames] + shape.array.dropFirst()))
        result.withPointer { y, _ in
            withPointer { x in
                var x = x
                for (item, length) in lengths.enumerated() {
                    let row = y + item * frames * width
                    row.update(from: x, count: length * width)
                    (row + length * width).update(repeating: 0, count: (frames - length) * width)
                    x += length * width
                }
            }
        }
        return result.derived(from: self) { dy in dy.packed(lengths) }
    }
}
