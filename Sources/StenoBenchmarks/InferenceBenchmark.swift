import Foundation
import StenoKernels
import StenoNN
import StenoTensor

/// One utterance through a reference network, at once or in chunks of a stream.
///
/// `scripts/bench_inference.py` writes weights and features, and compares the probabilities before it times.
struct InferenceBenchmark {
    private let network: ReferenceNetwork
    private let module: any ReferenceModule
    private let features: Tensor
    private var workers = Workers.one
    private var count = 9
    private var chunk: Int?
    private var output: URL?

    /// - Parameter arguments: The network's name, its weights, a file with `features`, `[1, T, 80]`, then options.
    init(arguments: ArraySlice<String>) throws {
        var arguments = arguments
        (network, module) = try ReferenceNetwork.load(from: &arguments)
        features = try SafetensorsFile(at: URL(filePath: arguments.popFirst() ?? "")).tensor(
            named: "features")
        while let name = arguments.popFirst(), let value = arguments.popFirst() {
            switch name {
            case "--threads": workers = Workers(count: Int(value) ?? 1)
            case "--repeat": count = Int(value) ?? count
            case "--chunk": chunk = Int(value)
            case "--weights": module.setPrecision(WeightPrecision(rawValue: value) ?? .float32)
            case "--output": output = URL(filePath: value)
            default: throw CocoaError(.featureUnsupported)
            }
        }
    }

    func run() throws {
        if let output {
            var writer = SafetensorsWriter()
            writer.add(probabilities(), named: "probabilities")
            return try writer.write(to: output)
        }
        let work = chunk.map { "chunks of \($0) frames" } ?? "whole"
        let measurement = Measurement(
            section: "infer", name: "steno \(module.precision)", shape: "\(network.rawValue) \(work)",
            threads: workers.count, count: count
        ) {
            _ = probabilities()
        }
        try measurement.printRate(amount: Double(features.shape[1]) / 100, unit: "audio s/s")
    }

    /// Natural-log probabilities, `[1, T / 4, 32]`.
    private func probabilities() -> Tensor {
        let features = features.using(workers)
        guard let chunk, var stream = module.makeStream() else { return module(features).logSoftmax() }
        let pieces = stride(from: 0, to: features.shape[1], by: chunk).compactMap { start in
            stream.accept(features.sliced(start..<min(start + chunk, features.shape[1]), along: 1))
        }
        return .concatenated(pieces.map { $0.logSoftmax() }, along: 1)
    }
}
