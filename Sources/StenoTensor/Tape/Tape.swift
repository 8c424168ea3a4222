/// Records the operations of one forward pass, so that `gradients(of:)` can walk back through them.
///
/// The input of a model is put on the tape (`features.on(tape)`), and everything computed from it is recorded; without
/// a tape the same code records nothing and keeps nothing alive. The tape also stands for "this is training": it
/// brings the random numbers of dropout and collects what batch normalisation learns about its inputs.
///
/// A tape belongs to one worker: nothing here is locked, which is the meaning of `@unchecked Sendable`.
package final class Tape: @unchecked Sendable {
    /// One recorded value: which values it came from and how its gradient flows back to them.
    struct Entry {
        /// Slots of the inputs; `nil` where no gradient is wanted.
        var inputs: [Int?]
        var backward: Backward
    }

    /// From the gradient of a value, which it may use up, to those of its inputs.
    typealias Backward = (_ gradient: inout Tensor, _ inputs: inout InputGradients) -> Void

    private(set) var entries: [Entry] = []
    private(set) var leaves: [Parameter] = []
    private var slots: [ObjectIdentifier: Int] = [:]
    private var generator: SeededGenerator
    private var isReplaying = false

    /// What batch normalisation saw, to be folded into its running statistics after the step.
    package private(set) var observations: [Observation] = []

    /// - Parameter seed: Fixes the random numbers that layers draw during this pass.
    package init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
    }

    /// A fresh seed for an operation that needs random numbers.
    package func drawSeed() -> UInt64 {
        generator.next()
    }

    /// Notes an update to be made to a buffer once the step is over.
    package func observe(_ observation: Observation) {
        observations.append(observation)
    }

    /// Records a value and returns its slot.
    func record(from inputs: [Int?], _ backward: @escaping Backward) -> Int {
        precondition(
            !isReplaying, "a backward pass used a tensor that is on the tape; it must capture `detached` ones"
        )
        entries.append(Entry(inputs: inputs, backward: backward))
        return entries.count - 1
    }

    /// The slot of a parameter, the same for every use of it; `nil` when it is frozen.
    func slot(of parameter: Parameter) -> Int? {
        guard parameter.isTrained else { return nil }
        if let slot = slots[ObjectIdentifier(parameter)] { return slot }
        let slot = record(from: []) { _, _ in }
        slots[ObjectIdentifier(parameter)] = slot
        leaves.append(parameter)
        return slot
    }

    /// The gradients of a scalar with respect to every parameter it was computed from. Uses the tape up: each value
    /// that was kept for the way back is let go as soon as it has been used.
    ///
    /// - Parameter loss: A tensor of one element on this tape.
    package func gradients(of loss: Tensor) -> Gradients {
        precondition(loss.shape.count == 1, "gradients are taken of one number, not of shape \(loss.shape)")
        guard let slot = loss.slot, loss.tape === self else { return Gradients() }
        isReplaying = true
        defer { isReplaying = false }
        var flow = InputGradients(slots: entries.count)
        flow.accumulate(Tensor(repeating: 1, shape: loss.shape), in: slot)
        while let entry = entries.popLast() {
            guard !entry.inputs.isEmpty, var gradient = flow.take(entries.count) else { continue }
            flow.turn(to: entry.inputs)
            entry.backward(&gradient, &flow)
        }
        return takeLeafGradients(from: &flow)
    }

    private func takeLeafGradients(from flow: inout InputGradients) -> Gradients {
        var gradients = Gradients()
        for parameter in leaves {
            guard let slot = slots[ObjectIdentifier(parameter)], let gradient = flow.take(slot) else {
                continue
            }
            gradients[parameter] = gradient
        }
        (leaves, slots) = ([], [:])
        return gradients
    }
}

extension Tensor {
    /// The gradients of this one number with respect to every parameter it was computed from; none without a tape.
    package func gradients() -> Gradients {
        tape?.gradients(of: self) ?? Gradients()
    }
}
