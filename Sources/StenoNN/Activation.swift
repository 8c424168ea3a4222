package import StenoKernels
package import StenoTensor

/// A function of every element, as a layer that a list of layers can hold.
package struct Activation: Module {
    package let function: ElementFunction

    package init(_ function: ElementFunction) {
        self.function = function
    }

    package func callAsFunction(_ x: Tensor) -> Tensor {
        x.applying(function)
    }
}
