import StenoKernels
import StenoTensor
import Synchronization

/// The keys of the distances between frames, which depend on nothing but the weights: kept for every utterance and
/// stream that a layer of relative attention reads after the first.
final class DistanceKeys: Sendable {
    private struct Table {
        /// Of the weights that it was made with.
        var revision: Int
        /// From this distance down to its negative.
        var largest: Int
        /// `[2 largest + 1, D]`
        var keys: Tensor
    }

    /// Tables are made for multiples of so many frames, so that utterances that grow longer do not each want a new one.
    private static let step = 128

    private let kept = Mutex<Table?>(nil)

    /// - Parameters:
    ///   - distances: From the first to the last, of which the table is read downwards.
    ///   - projection: Makes keys of encodings of distances, off the tape.
    ///   - workers: The threads that may make them.
    /// - Returns: `[distances.count, D]`, the largest distance first.
    func callAsFunction(_ distances: ClosedRange<Int>, by projection: Linear, workers: Workers) -> Tensor {
        kept.withLock { kept in
            let largest = max(distances.upperBound, -distances.lowerBound)
            let table: Table
            if let kept, kept.largest >= largest, kept.revision == projection.weight.revision {
                table = kept
            } else {
                let top = (largest + Self.step) / Self.step * Self.step
                let encodings = FramePositions.sinusoids(
                    of: (-top...top).reversed(), width: projection.weight.shape[1])
                table = Table(
                    revision: projection.weight.revision, largest: top,
                    keys: projection(encodings.using(workers)))
                kept = table
            }
            let first = table.largest - distances.upperBound
            return table.keys.sliced(first..<first + distances.count)
        }
    }
}
