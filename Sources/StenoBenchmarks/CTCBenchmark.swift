import StenoKernels
import StenoTensor

/// The CTC loss of a batch and its gradient, from logits in memory.
struct CTCBenchmark {
    private static let sizes = [
        (frames: 400, batch: 16, symbols: 32, labels: 60),
        (frames: 1000, batch: 8, symbols: 500, labels: 150),
        (frames: 200, batch: 32, symbols: 30, labels: 30),
    ]

    func run() throws {
        for size in Self.sizes {
            let shape = CTCShape(batch: size.batch, frames: size.frames, symbols: size.symbols)
            let logits = randomNumbers(size.batch * size.frames * size.symbols)
            var generator = SeededGenerator(seed: 2)
            let targets = CTCTargets(
                (0..<size.batch).map { _ in
                    (0..<size.labels).map { _ in Int.random(in: 1..<size.symbols, using: &generator) }
                })
            let lengths = [Int](repeating: size.frames, count: size.batch)
            var losses = [Float](repeating: 0, count: size.batch)
            var gradient = logits
            let measurement = Measurement(
                section: "ctc", name: "steno loss and gradient",
                shape: "T \(size.frames), B \(size.batch), V \(size.symbols), U \(size.labels)", count: 9
            ) {
                var loss = losses.mutableSpan
                var slope = gradient.mutableSpan
                ctcLoss(
                    logits: logits.span, lengths: lengths, targets: targets, shape: shape, into: &loss,
                    gradient: &slope)
            }
            try measurement.printRate(amount: Double(size.batch * size.frames), unit: "frames/s")
            precondition(losses.allSatisfy(\.isFinite), "every target fits its frames")
        }
    }
}
