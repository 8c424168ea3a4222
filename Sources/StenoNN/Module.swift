package import StenoTensor

/// A part of a network that owns parameters: a layer, or a structure of layers.
///
/// The names of the parameters follow from the names of the properties, as PyTorch and Hugging Face write them:
/// property `qProj` of the first of `layers` gives `layers.0.q_proj.weight`. A type whose names follow another rule
/// says so by writing `parts` itself.
package protocol Module: Sendable {
    /// The parameters, buffers and modules inside, by name.
    var parts: [ModulePart] { get }
}

/// One named part of a module.
package struct ModulePart: Sendable {
    package enum Content: Sendable {
        case parameter(Parameter)
        case buffer(Buffer)
        case module(any Module)
    }

    package var name: String
    package var content: Content

    package init(_ name: String, _ content: Content) {
        self.name = name
        self.content = content
    }
}

extension Module {
    /// The properties that are parameters, buffers, modules or arrays of modules, in the order they are declared.
    package var parts: [ModulePart] {
        Mirror(reflecting: self).children.flatMap { property in
            Self.parts(of: property.value, named: snakeCase(property.label ?? ""))
        }
    }

    private static func parts(of value: Any, named name: String) -> [ModulePart] {
        switch value {
        case let parameter as Parameter: [ModulePart(name, .parameter(parameter))]
        case let buffer as Buffer: [ModulePart(name, .buffer(buffer))]
        case let module as any Module: [ModulePart(name, .module(module))]
        case let modules as [any Module]:
            modules.enumerated().map { ModulePart("\(name).\($0.offset)", .module($0.element)) }
        default: []
        }
    }

    /// Everything that is trained, by its full name.
    package func namedParameters() -> [(name: String, parameter: Parameter)] {
        namedLeaves().compactMap { name, leaf in
            if case .parameter(let parameter) = leaf { (name, parameter) } else { nil }
        }
    }

    /// Everything that is kept beside the parameters, by its full name.
    package func namedBuffers() -> [(name: String, buffer: Buffer)] {
        namedLeaves().compactMap { name, leaf in
            if case .buffer(let buffer) = leaf { (name, buffer) } else { nil }
        }
    }

    /// Everything that a file of the module holds.
    func namedLeaves() -> [(name: String, leaf: ModulePart.Content)] {
        parts.flatMap { part -> [(name: String, leaf: ModulePart.Content)] in
            guard case .module(let module) = part.content else { return [(part.name, part.content)] }
            return module.namedLeaves().map { ("\(part.name).\($0.name)", $0.leaf) }
        }
    }

    /// How many numbers are trained.
    package var parameterCount: Int {
        namedParameters().reduce(0) { $0 + $1.parameter.shape.count }
    }

    /// Freezes the module (`false`) or trains it (`true`): no gradients are computed for frozen parameters.
    package func setTrained(_ isTrained: Bool) {
        for (_, parameter) in namedParameters() { parameter.isTrained = isTrained }
    }
}

/// `relativeKProj` as PyTorch writes it: `relative_k_proj`.
func snakeCase(_ name: String) -> String {
    name.reduce(into: "") { result, character in
        if character.isUppercase {
            result += "_" + character.lowercased()
        } else {
            result.append(character)
        }
    }
}
