import StenoKernels

/// One direction of an LSTM layer with packed weights: a stream that brings a frame at a time, and whole utterances.
struct LSTMBenchmark {
    private static let width = 224
    private static let calls = [(batch: 1, frames: 1), (batch: 1, frames: 200), (batch: 16, frames: 200)]

    func run() throws {
        let (width, gates) = (Self.width, 4 * Self.width)
        let input = InferenceWeights(
            randomNumbers(gates * width).span, outputs: gates, inputs: width, precision: .float32)
        let recurrent = InferenceWeights(
            randomNumbers(gates * width).map { $0 / 16 }.span, outputs: gates, inputs: width,
            precision: .float32)
        let bias = [Float](repeating: 0, count: gates)
        for call in Self.calls {
            let shape = LSTMShape(batch: call.batch, frames: call.frames, input: width, hidden: width)
            let x = randomNumbers(call.batch * call.frames * width)
            let lengths = [Int](repeating: call.frames, count: call.batch)
            var (hidden, cell) = (
                [Float](repeating: 0, count: call.batch * width),
                [Float](repeating: 0, count: call.batch * width)
            )
            var (y, cells) = (x, x)
            var activations = [Float](repeating: 0, count: call.batch * call.frames * gates)
            let repeats = max(1, 400 / (call.batch * call.frames))
            let measurement = Measurement(
                section: "lstm", name: "steno packed", shape: "B \(call.batch), T \(call.frames), H \(width)",
                count: 9
            ) {
                for _ in 0..<repeats {
                    var state = hidden.mutableSpan
                    var memory = cell.mutableSpan
                    var output = y.mutableSpan
                    var kept = cells.mutableSpan
                    var opened = activations.mutableSpan
                    lstm(
                        x.span, inputWeights: input, recurrentWeights: recurrent, bias: bias.span,
                        shape: shape,
                        lengths: lengths, direction: .forward, hidden: &state, cell: &memory, into: &output,
                        gates: &opened, cells: &kept)
                }
            }
            try measurement.printRate(amount: Double(repeats * call.batch * call.frames), unit: "frames/s")
        }
    }
}
