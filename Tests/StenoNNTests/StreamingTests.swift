import StenoKernels
import StenoNN
import StenoTensor
import StenoTestSupport
import Testing

/// Chunk by chunk equals the whole sequence, for every size of chunk.
@Suite("Streaming layers")
struct StreamingTests {
    private var generator = SeededGenerator(seed: 3)

    private func chunks(of x: Tensor, size: Int) -> [Tensor] {
        stride(from: 0, to: x.shape[1], by: size).map { start in
            x.sliced(start..<min(start + size, x.shape[1]), along: 1)
        }
    }

    @Test("LSTM with projection and norm", arguments: [1, 3, 11])
    mutating func lstm(_ size: Int) {
        let lstm = LSTM(
            .init(inputs: 4, width: 6, layers: 2, projection: 5, isNormalized: true), using: &generator)
        let x = randomTensor([2, 11, 4])
        var state = lstm.initialState(batch: 2)
        let streamed = chunks(of: x, size: size).map { lstm($0, state: &state) }
        let whole = lstm(x, lengths: [11, 11])
        #expect(largestDifference(Tensor.concatenated(streamed, along: 1).array, whole.array) < 1e-6)
    }

    @Test("causal convolution that halves the frame rate", arguments: [1, 2, 5, 13])
    mutating func convolution(_ size: Int) {
        let convolution = Convolution2D(
            inputs: 2, outputs: 3, time: Sampling(stride: 2, paddingBefore: 2),
            frequency: Sampling(stride: 2, paddingBefore: 1, paddingAfter: 1), using: &generator)
        let x = randomTensor([1, 13, 2, 6])
        var history = FrameHistory()
        let streamed = chunks(of: x, size: size).compactMap { convolution($0, history: &history) }
        let whole = convolution(x)
        #expect(whole.shape[1] == convolution.outputLengths([13])[0])
        #expect(largestDifference(Tensor.concatenated(streamed, along: 1).array, whole.array) < 1e-6)
    }

    @Test(
        "attention over chunks equals the whole utterance under the chunked mask",
        arguments: PositionKind.allCases)
    mutating func attention(_ positions: PositionKind) {
        let attention = MultiHeadAttention(.init(width: 8, heads: 2, positions: positions), using: &generator)
        if positions == .relative {
            for (name, parameter) in attention.namedParameters() where name.hasPrefix("bias") {
                parameter.value = randomTensor(parameter.shape, seed: 5)
            }
        }
        // The second is long enough to be worked on in several blocks.
        for (frames, chunk, leftContext) in [(14, 4, 6), (150, 8, 16)] {
            let x = randomTensor([2, frames, 8])
            let mask = AttentionMask.chunked(
                [frames, frames], frames: frames, chunk: chunk, leftContext: leftContext)
            let whole = attention(
                x, mask: mask, positions: FramePositions(positions, frames: 0..<frames, width: 8, heads: 2))
            var state = MultiHeadAttention.State(leftContext: leftContext)
            let streamed = chunks(of: x, size: chunk).map { attention($0, state: &state) }
            #expect(largestDifference(Tensor.concatenated(streamed, along: 1).array, whole.array) < 1e-5)
        }
    }

    @Test("depthwise convolution, causal and looking ahead", arguments: [1, 2, 7])
    mutating func depthwise(_ size: Int) {
        for time in [Sampling.causal(kernel: 5), .centered(kernel: 5)] {
            let convolution = DepthwiseConvolution(width: 3, kernel: 5, time: time, using: &generator)
            let x = randomTensor([1, 9, 3])
            var history = FrameHistory()
            let end = Tensor(repeating: 0, shape: [1, time.paddingAfter, 3])
            let streamed = (chunks(of: x, size: size) + [end]).compactMap {
                convolution($0, history: &history)
            }
            #expect(
                largestDifference(Tensor.concatenated(streamed, along: 1).array, convolution(x).array) < 1e-6)
        }
    }
}
