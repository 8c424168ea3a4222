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
}
