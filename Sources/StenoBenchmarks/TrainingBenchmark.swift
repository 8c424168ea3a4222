import Foundation
import StenoKernels
import StenoNN
import StenoTensor
import StenoTraining
import Synchronization

/// Training steps of a reference network: forward, CTC, backward, clipping and AdamW on one batch.
///
/// `scripts/bench_training.py` writes the weights and the batch, and checks losses and gradients before it times.
struct TrainingBenchmark {
    private let network: ReferenceNetwork
    private let module: any ReferenceModule
    private let features: Tensor
    private let labels: [[Int]]
    private var workers = Workers.one
    private var count = 5
    private var gradientFile: URL?
    private var recipe = OptimizerRecipe()

    /// - Parameter arguments: The network's name, its weights, the batch (`features` and `labels`), then options.
    init(arguments: ArraySlice<String>) throws {
        var arguments = arguments
        (network, module) = try ReferenceNetwork.load(from: &arguments)
        let batch = try SafetensorsFile(at: URL(filePath: arguments.popFirst() ?? ""))
        features = try batch.tensor(named: "features")
        let rows = try batch.tensor(named: "labels")
        labels = (0..<rows.shape[0]).map { rows[$0].array.map { Int($0) } }
        (recipe.secondMomentum, recipe.clipNorm) = (0.98, 5)
        while let name = arguments.popFirst(), let value = arguments.popFirst() {
            switch name {
            case "--threads": workers = Workers(count: Int(value) ?? 1)
            case "--repeat": count = Int(value) ?? count
            case "--gradients": gradientFile = URL(filePath: value)
            default: throw CocoaError(.featureUnsupported)
            }
        }
    }

    func run() throws {
        if let gradientFile { return try check(writingGradientsTo: gradientFile) }
        var optimizer = AdamW(recipe, parameters: module.namedParameters())
        let measurement = Measurement(
            section: "train", name: "steno", shape: "\(network.rawValue) B \(labels.count)",
            threads: workers.count, count: count
        ) {
            _ = step(&optimizer)
        }
        try measurement.printRate(
            amount: Double(features.shape[0] * features.shape[1]) / 100, unit: "audio s/s")
    }

    /// Prints the losses of the first steps, and writes the gradients of the first.
    private func check(writingGradientsTo file: URL) throws {
        var writer = SafetensorsWriter()
        let gradients = computed().gradients
        for (name, parameter) in module.namedParameters() {
            gradients[parameter].map { writer.add($0, named: name) }
        }
        try writer.write(to: file)
        var optimizer = AdamW(recipe, parameters: module.namedParameters())
        for _ in 0..<4 { print(step(&optimizer)) }
    }

    /// - Returns: The loss before the step.
    private func step(_ optimizer: inout AdamW) -> Float {
        let (gradients, loss) = computed()
        optimizer.step(gradients, times: recipe.clippingFactor(norm: gradients.norm), rate: 1e-4)
        return loss
    }

    /// The gradients of the mean loss, each thread with a share of the batch of its own, as the trainer has it.
    private func computed() -> (gradients: Gradients, loss: Float) {
        let results = Mutex([(gradients: Gradients, loss: Float)?](repeating: nil, count: workers.count))
        workers.forEach(workers.count) { share in
            let result = computed(share)
            results.withLock { $0[share] = result }
        }
        var sum: (gradients: Gradients, loss: Float) = (Gradients(), 0)
        for case let share? in results.withLock({ $0 }) {
            sum.gradients += share.gradients
            sum.loss += share.loss
        }
        return sum
    }

    private func computed(_ share: Int) -> (gradients: Gradients, loss: Float) {
        let size = labels.count / workers.count, own = share * size..<(share + 1) * size
        let tape = Tape(seed: 1)
        let logits = module(features.sliced(own).on(tape))
        let lengths = [Int](repeating: logits.shape[1], count: size)
        let loss =
            CTCLoss()(logits, lengths: lengths, labels: Array(labels[own])).loss * (1 / Float(labels.count))
        return (loss.gradients(), loss.item)
    }
}
