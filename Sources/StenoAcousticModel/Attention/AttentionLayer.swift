package import StenoKernels
package import StenoNN
package import StenoTensor

/// A layer of an encoder whose frames look at one another: a Transformer's or a Conformer's.
package protocol AttentionLayer: Module {
    /// What a stream remembers of the frames before.
    associatedtype State: Sendable

    /// Encodes whole utterances.
    ///
    /// - Parameters:
    ///   - x: `[B, T, D]`
    ///   - view: What the frames see.
    /// - Returns: `[B, T, D]`
    func callAsFunction(_ x: Tensor, _ view: AttentionView) -> Tensor

    /// The state before the first chunk of a stream.
    ///
    /// - Parameter leftContext: Frames before its chunk that a frame sees.
    func initialState(leftContext: Int) -> State

    /// Encodes the next chunk of a stream.
    ///
    /// - Parameter x: `[1, t, D]`, one whole chunk, or what the stream's end left of it.
    /// - Returns: `[1, t, D]`
    func callAsFunction(_ x: Tensor, state: inout State) -> Tensor
}

/// What the frames of a batch see of one another, made once for all layers.
package struct AttentionView: Sendable {
    let mask: AttentionMask
    let positions: FramePositions
    /// Frames of each utterance, `[B]`.
    let lengths: [Int]

    package init(mask: AttentionMask, positions: FramePositions, lengths: [Int]) {
        self.mask = mask
        self.positions = positions
        self.lengths = lengths
    }
}

extension ChunkConfiguration {
    /// What each frame of a batch sees. On a tape one of the trained lengths of chunk is drawn.
    ///
    /// - Parameters:
    ///   - lengths: Frames of each utterance, `[B]`.
    ///   - frames: T, frames of the longest.
    func mask(of lengths: [Int], frames: Int, on tape: Tape?) -> AttentionMask {
        let chunk = tape.map { trained[Int($0.drawSeed() % UInt64(trained.count))] } ?? self.frames
        return .chunked(lengths, frames: frames, chunk: chunk, leftContext: leftContext)
    }
}
