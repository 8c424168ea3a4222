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

    /// For every output frame the input frames that a convolution along time sees, side by side.
    ///
    /// - Parameters:
    ///   - kernel: How many frames it sees.
    ///   - dilation: The distance from one to the next.
    ///   - padding: Zeros before the first frame and after the last.
    /// - Returns: `[B, T', kernel · D]` from `[B, T, D]`.
    package func unfolded(kernel: Int, dilation: Int, padding: (before: Int, after: Int)) -> Tensor {
        let window = Window(
            batch: shape[0], frames: shape[1], width: shape[2], kernel: kernel, dilation: dilation,
            padding: padding)
        let source = shape
        var result = Tensor(repeating: 0, shape: [shape[0], window.outputs, kernel * shape[2]])
        result.withPointer { y, _ in
            withPointer { x in
                window.forEachTap { output, input in (y + output).update(from: x + input, count: window.width)
                }
            }
        }
        return result.derived(from: self) { dy in
            var dx = Tensor(repeating: 0, shape: source)
            dx.withPointer { dx, _ in
                dy.withPointer { dy in
                    window.forEachTap { output, input in
                        for i in 0..<window.width { dx[input + i] += dy[output + i] }
                    }
                }
            }
            return dx
        }
    }
}

/// Which input frames meet in which output frames of a convolution along time.
private struct Window: Sendable {
    var batch, frames, width, kernel, dilation: Int
    var padding: (before: Int, after: Int)

    var outputs: Int {
        max(0, frames + padding.before + padding.after - (kernel - 1) * dilation)
    }

    /// Calls `body` with the offsets of every pair of an output's tap and the input frame it sees.
    @inline(__always)
    func forEachTap(_ body: (_ output: Int, _ input: Int) -> Void) {
        for item in 0..<batch {
            for output in 0..<outputs {
                for tap in 0..<kernel {
                    let input = output + tap * dilation - padding.before
                    guard input >= 0 && input < frames else { continue }
                    body(((item * outputs + output) * kernel + tap) * width, (item * frames + input) * width)
                }
            }
        }
    }
}
