import Glibc
package import StenoTensor

/// How attention knows the order of frames.
package enum PositionKind: String, Codable, CaseIterable, Sendable {
    /// Not by itself: positions were added to the frames before.
    case none
    /// Queries and keys are turned by angles that grow with the frame (Su et al. 2021).
    case rotary
    /// Every distance has a key of its own (Dai et al. 2019).
    case relative
}

/// The positions of the frames of a batch, computed once for all layers of an encoder.
package struct FramePositions: Sendable {
    /// For rotary encoding.
    let angles: RotaryAngles?
    /// For relative positions that are learned: the encodings of the distances from T - 1 down to 1 - T, `[2T - 1, D]`.
    /// At inference layers keep what they make of them (`DistanceKeys`).
    let distances: Tensor?

    /// - Parameters:
    ///   - kind: What the layers were made for.
    ///   - frames: The numbers of the frames.
    ///   - width: D
    ///   - heads: H
    ///   - isLearned: Whether the layers are on a tape.
    package init(
        _ kind: PositionKind, frames: Range<Int>, width: Int, heads: Int, isLearned: Bool = false
    ) {
        angles = kind == .rotary ? RotaryAngles(frames: frames, width: width / heads) : nil
        let largest = frames.count - 1
        distances =
            kind == .relative && isLearned
            ? Self.sinusoids(of: (-largest...largest).reversed(), width: width) : nil
    }

    /// Sines and cosines of positions at wavelengths from 2π to 20000π, side by side (Vaswani et al. 2017).
    ///
    /// Most calls of the sine are saved by the theorem of addition: a position is a multiple of sixteen and a rest.
    ///
    /// - Parameters:
    ///   - positions: N of them.
    ///   - width: D
    /// - Returns: `[N, D]`, with sin(p / 10000^(2i / D)) at column 2i and the cosine at 2i + 1.
    package static func sinusoids(of positions: some Collection<Int>, width: Int) -> Tensor {
        var table = Tensor(repeating: 0, shape: [positions.count, width])
        var elements = table.mutableElements
        let rates = stride(from: 0, to: width, by: 2).map { pow(10_000, -Double($0) / Double(width)) }
        let rests = (0..<16).map { rest in rates.map { Turn(Double(rest) * $0) } }
        var multiple: Int?
        var turns: [Turn] = []
        for (row, position) in positions.enumerated() {
            let rest = position & 15
            if position - rest != multiple {
                multiple = position - rest
                turns = rates.map { Turn(Double(position - rest) * $0) }
            }
            for pair in rates.indices {
                let turn = turns[pair] + rests[rest][pair]
                elements[row * width + 2 * pair] = Float(turn.sine)
                if 2 * pair + 1 < width { elements[row * width + 2 * pair + 1] = Float(turn.cosine) }
            }
        }
        return table
    }

    /// An angle by its sine and cosine.
    private struct Turn {
        var sine, cosine: Double

        init(_ angle: Double) {
            (sine, cosine) = (sin(angle), cos(angle))
        }

        static func + (first: Turn, second: Turn) -> Turn {
            var sum = first
            sum.sine = first.sine * second.cosine + first.cosine * second.sine
            sum.cosine = first.cosine * second.cosine - first.sine * second.sine
            return sum
        }
    }
}
