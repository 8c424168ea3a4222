import Glibc

/// The angles by which rotary position encoding turns pairs of features (Su et al. 2021).
package struct RotaryAngles: Sendable {
    /// Cosines and sines, `[T, width / 2]`.
    let cosines, sines: Tensor

    /// - Parameters:
    ///   - frames: The positions.
    ///   - width: Features of one head; pair i of them turns by position / 10000^(2 i / width).
    package init(frames: Range<Int>, width: Int) {
        let half = width / 2
        let angles = frames.flatMap { frame in
            (0..<half).map { Double(frame) * pow(10_000, -2 * Double($0) / Double(width)) }
        }
        cosines = Tensor(angles.map { Float(cos($0)) }, shape: [frames.count, half])
        sines = Tensor(angles.map { Float(sin($0)) }, shape: [frames.count, half])
    }
}

extension Tensor {
    /// Turns the features of each head by angles that grow with the frame, so that products of queries and keys
    /// depend on their distance only. Feature i is paired with feature i + width / 2, as Hugging Face pairs them.
    ///
    /// - Parameter heads: H; `self` is `[B, T, D]` with heads side by side.
    package func rotated(by angles: RotaryAngles, heads: Int) -> Tensor {
        turned(angles, heads, direction: 1).derived(from: self) { dy in
            dy.turned(angles, heads, direction: -1)
        }
    }

    private func turned(_ angles: RotaryAngles, _ heads: Int, direction: Float) -> Tensor {
        let (frames, half) = (shape[1], angles.cosines.shape[1])
        precondition(
            angles.cosines.shape[0] == frames && heads * 2 * half == shape[2],
            "angles of \(angles.cosines.shape) for \(heads) heads of shape \(shape)")
        var result = Tensor(uninitialized: shape)
        result.withPointer { y, _ in
            withPointer { x in
                angles.cosines.withPointer { cosines in
                    angles.sines.withPointer { sines in
                        for row in 0..<(shape[0] * frames * heads) {
                            let angle = row / heads % frames * half
                            let (a, b) = (x + 2 * row * half, x + (2 * row + 1) * half)
                            let (c, d) = (y + 2 * row * half, y + (2 * row + 1) * half)
                            for i in 0..<half {
                                let (cosine, sine) = (cosines[angle + i], direction * sines[angle + i])
                                c[i] = a[i] * cosine - b[i] * sine
                                d[i] = b[i] * cosine + a[i] * sine
                            }
                        }
                    }
                }
            }
        }
        return result
    }
}
