import Foundation
import StenoKernels
import StenoTensor

/// The CTC loss of a batch and its gradient, from logits in memory.
///
/// `scripts/bench_ctc.py` writes the batch as a safetensors file, `logits` `[B, T, V]`, `labels` `[B, U]`, `frames` and
/// `counts` `[B]`, and compares losses and gradients with PyTorch's before it times.
struct CTCBenchmark {
    private let logits: Tensor
    private let targets: CTCTargets
    private let lengths: [Int]
    private var workers = Workers.one
    private var count = 9
    private var results: URL?

    init(arguments: ArraySlice<String>) throws {
        var arguments = arguments
        let batch = try SafetensorsFile(at: URL(filePath: arguments.popFirst() ?? ""))
        logits = try batch.tensor(named: "logits")
        let labels = try batch.tensor(named: "labels")
        let counts = try batch.tensor(named: "counts").array.map { Int($0) }
        targets = CTCTargets(
            counts.enumerated().map { row, count in labels[row].array.prefix(count).map { Int($0) } })
        lengths = try batch.tensor(named: "frames").array.map { Int($0) }
        while let name = arguments.popFirst(), let value = arguments.popFirst() {
            switch name {
            case "--threads": workers = Workers(count: Int(value) ?? 1)
            case "--repeat": count = Int(value) ?? count
            case "--results": results = URL(filePath: value)
            default: throw CocoaError(.featureUnsupported)
            }
        }
    }

    func run() throws {
        let shape = CTCShape(batch: logits.shape[0], frames: logits.shape[1], symbols: logits.shape[2])
        var losses = [Float](repeating: 0, count: shape.batch)
        var gradient = logits.array
        let measurement = Measurement(
            section: "ctc", name: "steno loss and gradient",
            shape: "T \(shape.frames), B \(shape.batch), V \(shape.symbols)", threads: workers.count,
            count: count
        ) {
            var loss = losses.mutableSpan
            var slope = gradient.mutableSpan
            ctcLoss(
                logits: logits.elements, lengths: lengths, targets: targets, shape: shape, into: &loss,
                gradient: &slope, workers: workers)
        }
        try measurement.printRate(amount: Double(lengths.reduce(0, +)), unit: "frames/s")
        guard let results else { return }
        var writer = SafetensorsWriter()
        writer.add(Tensor(losses, shape: [shape.batch]), named: "losses")
        writer.add(Tensor(gradient, shape: logits.shape), named: "gradient")
        try writer.write(to: results)
    }
}
