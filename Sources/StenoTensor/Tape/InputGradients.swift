/// The gradients on their way back: one place for each recorded value, where the shares of all its uses add up.
/// A backward pass sees those of its own inputs, by position.
package struct InputGradients {
    private var gradients: [Tensor?]
    /// The slots of the inputs of the operation being walked back through.
    private var inputs: [Int?] = []

    init(slots: Int) {
        gradients = Array(repeating: nil, count: slots)
    }

    /// Turns to the inputs of the next operation.
    mutating func turn(to inputs: [Int?]) {
        self.inputs = inputs
    }

    /// Whether the gradient of the input is of use to anybody.
    package func isWanted(_ input: Int) -> Bool {
        inputs[input] != nil
    }

    /// Adds a share to the gradient of an input; it is not even computed when nobody wants it.
    package mutating func add(_ share: @autoclosure () -> Tensor, to input: Int) {
        guard let slot = inputs[input] else { return }
        accumulate(share(), in: slot)
    }

    /// Lets `body` add into the gradient of an input in place, for operations that touch a part of it only.
    package mutating func update(_ input: Int, shape: Shape, _ body: (inout Tensor) -> Void) {
        guard let slot = inputs[input] else { return }
        var sum = take(slot) ?? Tensor(repeating: 0, shape: shape)
        body(&sum)
        gradients[slot] = sum
    }

    /// Adds a share that `body` writes, or adds to what is there, as it is told.
    mutating func add(
        to input: Int, shape: Shape, _ body: (_ share: inout MutableSpan<Float>, _ accumulates: Bool) -> Void
    ) {
        guard let slot = inputs[input] else { return }
        if var sum = gradients[slot] {
            gradients[slot] = nil
            if sum.isUnique() {
                var elements = sum.mutableElements
                body(&elements, true)
            } else {
                sum.add(.writing(shape) { body(&$0, false) })
            }
            gradients[slot] = sum
        } else {
            gradients[slot] = .writing(shape) { body(&$0, false) }
        }
    }

    mutating func accumulate(_ share: Tensor, in slot: Int) {
        guard var sum = take(slot) else {
            gradients[slot] = share
            return
        }
        precondition(
            sum.shape == share.shape, "gradients of shapes \(sum.shape) and \(share.shape) for one tensor")
        var share = share
        if sum.isUnique() {
            sum.add(share)
            gradients[slot] = sum
        } else {
            share.add(sum)
            gradients[slot] = share
        }
    }

    /// Takes a gradient out of its place.
    mutating func take(_ slot: Int) -> Tensor? {
        let gradient = gradients[slot]
        gradients[slot] = nil
        return gradient
    }
}
