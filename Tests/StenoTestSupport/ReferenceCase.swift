package import Foundation
package import StenoTensor

/// One computation in a safetensors fixture: under the case's name its inputs (`input.X`), its `output`, the weights of
/// the output in the loss (`weights`) and the gradients of the loss (`gradient.X`).
package struct ReferenceCase {
    private let name: String
    private let tensors: [String: Tensor]

    package init(_ name: String, in url: URL) throws {
        self.name = name
        let file = try SafetensorsFile(at: url)
        var tensors: [String: Tensor] = [:]
        for full in file.names where full.hasPrefix(name + ".") {
            tensors[String(full.dropFirst(name.count + 1))] = try file.tensor(named: full)
        }
        self.tensors = tensors
    }

    /// A tensor of the case; a missing one fails the test that asks for it.
    package subscript(part: String) -> Tensor {
        guard let tensor = tensors[part] else { fatalError("the fixture has no tensor \(name).\(part)") }
        return tensor
    }

    /// The inputs of the given names, as parameters.
    package func parameters(_ names: [String]) -> [Parameter] {
        names.map { Parameter(self["input.\($0)"]) }
    }

    /// How far a computation is from the reference: the largest difference of the output or any gradient, relative to
    /// the reference's magnitude (or to a hundredth of the tensor's largest value, where it is smaller than that, or to
    /// a thousandth of the case's largest gradient: some gradients are zero but for rounding).
    package func error(
        of names: [String], _ function: ([Tensor]) -> Tensor
    ) -> Float {
        let parameters = parameters(names)
        return error(of: zip(names, parameters).map { ($0, $1) }) { tape in
            function(parameters.map { $0.tensor(on: tape) })
        }
    }

    /// The same for a function that uses the parameters itself.
    ///
    /// - Parameter floor: The share of a tensor's largest value below which its values are compared absolutely.
    package func error(
        of parameters: [(name: String, parameter: Parameter)], floor: Float = 0.01,
        _ function: (Tape) -> Tensor
    ) -> Float {
        let output = function(Tape(seed: 1))
        let gradients = (output * self["weights"]).sum().gradients()
        guard output.shape == self["output"].shape else { return .infinity }
        let errors = parameters.map { name, parameter in
            gradients[parameter].map { difference($0, self["gradient.\(name)"], floor) } ?? .infinity
        }
        return ([difference(output, self["output"], floor)] + errors).max() ?? .infinity
    }

    private var largestGradient: Float {
        let gradients = tensors.filter { $0.key.hasPrefix("gradient.") }
        return gradients.values.flatMap(\.array).map(abs).max() ?? 0
    }

    private func difference(_ value: Tensor, _ reference: Tensor, _ floor: Float) -> Float {
        let largest = reference.array.map(abs).max() ?? 0
        return largestRelativeDifference(
            value.array, from: reference.array, floor: max(largest * floor, largestGradient / 1000))
    }
}
