package import StenoKernels
package import StenoTensor

/// Multi-head self-attention with Hugging Face's names: `q_proj`, `k_proj`, `v_proj`, `o_proj` and, with relative
/// positions, `relative_k_proj`, `bias_u`, `bias_v` as in its Parakeet encoder.
package struct MultiHeadAttention: Module {
    /// The sizes and choices of the layer.
    package struct Options: Sendable, Hashable {
        /// D
        package var width: Int
        /// H
        package var heads: Int
        /// How the layer knows the order of frames.
        package var positions: PositionKind
        /// Whether the projections have biases.
        package var hasBias: Bool
        /// Of the attention weights.
        package var dropout: Float

        package init(
            width: Int, heads: Int, positions: PositionKind = .none, hasBias: Bool = true, dropout: Float = 0
        ) {
            precondition(width % heads == 0, "a width of \(width) is not shared evenly by \(heads) heads")
            self.width = width
            self.heads = heads
            self.positions = positions
            self.hasBias = hasBias
            self.dropout = dropout
        }
    }

    package let options: Options
    let qProj, kProj, vProj, oProj: Linear
    /// Projects the encoding of a distance to its key.
    let relativeKProj: Linear?
    /// What every query asks of content, whatever the frame, and of positions; `[H, D / H]`.
    let biasU, biasV: Parameter?
    private let distanceKeys = DistanceKeys()

    /// A layer with weights drawn as PyTorch draws them; the position biases start at zero.
    package init(_ options: Options, using generator: inout SeededGenerator) {
        self.options = options
        func linear(hasBias: Bool, _ generator: inout SeededGenerator) -> Linear {
            Linear(inputs: options.width, outputs: options.width, hasBias: hasBias, using: &generator)
        }
        qProj = linear(hasBias: options.hasBias, &generator)
        kProj = linear(hasBias: options.hasBias, &generator)
        vProj = linear(hasBias: options.hasBias, &generator)
        oProj = linear(hasBias: options.hasBias, &generator)
        let isRelative = options.positions == .relative
        relativeKProj = isRelative ? linear(hasBias: false, &generator) : nil
        let bias: Shape = [options.heads, options.width / options.heads]
        biasU = isRelative ? .zeros(bias) : nil
        biasV = isRelative ? .zeros(bias) : nil
    }

    /// Lets frames look at one another.
    ///
    /// - Parameters:
    ///   - x: `[B, T, D]`
    ///   - mask: Which frames each frame sees.
    ///   - positions: Of the frames, made once for all layers.
    /// - Returns: `[B, T, D]`
    package func callAsFunction(_ x: Tensor, mask: AttentionMask, positions: FramePositions) -> Tensor {
        let (queries, keys) = (located(qProj(x), positions), located(kProj(x), positions))
        let table = positionKeys(largest: x.shape[1] - 1, positions, for: x)
        return oProj(attend(queries, keys, vProj(x), positionKeys: table, mask))
    }

    /// The keys of distances from the largest down to that of the first frame to the last: made anew on a tape, where they
    /// are learned, else kept.
    private func positionKeys(largest: Int, _ positions: FramePositions, for x: Tensor) -> Tensor? {
        relativeKProj.map { projection in
            guard let tape = x.tape else {
                return distanceKeys(1 - x.shape[1]...largest, by: projection, workers: x.workers)
            }
            guard let encodings = positions.distances else {
                preconditionFailure("positions were not made to be learned from")
            }
            return projection(encodings.on(tape))
        }
    }

    /// The frames as rotary encoding turns them.
    private func located(_ frames: Tensor, _ positions: FramePositions) -> Tensor {
        positions.angles.map { frames.rotated(by: $0, heads: options.heads) } ?? frames
    }

    private func attend(
        _ queries: Tensor, _ keys: Tensor, _ values: Tensor, positionKeys: Tensor?, _ mask: AttentionMask
    ) -> Tensor {
        guard let positionKeys, let biasU, let biasV else {
            return .attention(
                queries: queries, keys: keys, values: values, heads: options.heads, mask: mask,
                dropout: options.dropout)
        }
        let row: Shape = [options.width]
        return .relativeAttention(
            queries: queries + biasU.tensor.on(queries.tape).reshaped(to: row), keys: keys, values: values,
            positionQueries: queries + biasV.tensor.on(queries.tape).reshaped(to: row),
            positionKeys: positionKeys, heads: options.heads, mask: mask, dropout: options.dropout)
    }
}

extension MultiHeadAttention {
    /// What a stream remembers: the keys and values of the frames that later chunks see.
    package struct State: Sendable {
        /// Frames before a chunk that its frames see.
        package let leftContext: Int
        /// `[B, S, D]` with S at most `leftContext`; `nil` before the first chunk.
        fileprivate var keys, values: Tensor?
        /// The number of the next frame.
        fileprivate var frame = 0

        package init(leftContext: Int) {
            self.leftContext = leftContext
        }

        fileprivate mutating func extend(keys newKeys: Tensor, values newValues: Tensor) -> (Tensor, Tensor) {
            let allKeys = keys.map { Tensor.concatenated([$0, newKeys], along: 1) } ?? newKeys
            let allValues = values.map { Tensor.concatenated([$0, newValues], along: 1) } ?? newValues
            let kept = max(0, allKeys.shape[1] - leftContext)..<allKeys.shape[1]
            (keys, values) = (allKeys.sliced(kept, along: 1), allValues.sliced(kept, along: 1))
            frame += newKeys.shape[1]
            return (allKeys, allValues)
        }
    }

    /// Reads the next chunk of streams: its frames see one another and the frames the state kept.
    ///
    /// Equal to the whole utterance under `AttentionMask.chunked` with this size of chunk and left context.
    ///
    /// - Parameter x: `[B, t, D]`
    /// - Returns: `[B, t, D]`
    package func callAsFunction(_ x: Tensor, state: inout State) -> Tensor {
        let (batch, frames) = (x.shape[0], x.shape[1])
        let positions = FramePositions(
            options.positions == .rotary ? .rotary : .none, frames: state.frame..<(state.frame + frames),
            width: options.width, heads: options.heads)
        let queries = located(qProj(x), positions)
        let (keys, values) = state.extend(keys: located(kProj(x), positions), values: vProj(x))
        let mask = AttentionMask.everything(batch: batch, queries: frames, keys: keys.shape[1])
        let table = positionKeys(largest: keys.shape[1] - 1, positions, for: x)
        return oProj(attend(queries, keys, values, positionKeys: table, mask))
    }
}
