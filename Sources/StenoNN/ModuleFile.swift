package import FoundationEssentials
import StenoKernels
package import StenoTensor

/// How a file's tensors differ from those of the module they were meant for.
package struct ModuleMismatch: Error, Equatable, CustomStringConvertible {
    /// A tensor whose extents are not those of the module.
    package struct Misshapen: Equatable, Sendable {
        package var name: String
        package var found: [Int]
        package var expected: [Int]
    }

    /// Names the module has and the file has not.
    package var missing: [String] = []
    /// Names the file has and the module has not.
    package var unexpected: [String] = []
    package var misshapen: [Misshapen] = []

    package var isEmpty: Bool { missing.isEmpty && unexpected.isEmpty && misshapen.isEmpty }

    /// One sentence a kind of difference, with every name.
    package var description: String {
        var sentences: [String] = []
        if !missing.isEmpty { sentences.append("missing: \(missing.joined(separator: ", "))") }
        if !unexpected.isEmpty { sentences.append("unexpected: \(unexpected.joined(separator: ", "))") }
        if !misshapen.isEmpty {
            let list = misshapen.map { "\($0.name) is \($0.found) and should be \($0.expected)" }
            sentences.append("of another shape: \(list.joined(separator: ", "))")
        }
        return "the tensors do not fit the model; " + sentences.joined(separator: "; ")
    }
}

/// Why a module could not be loaded.
package enum ModuleFileError: Error, CustomStringConvertible {
    case unreadable(SafetensorsError)
    case mismatch(ModuleMismatch, file: URL)

    package var description: String {
        switch self {
        case .unreadable(let error): error.description
        case .mismatch(let mismatch, let file):
            "\(file.path): \(mismatch). Is it the file of another configuration?"
        }
    }
}

extension Module {
    /// Reads every parameter and buffer from a safetensors file, or nothing when names or shapes differ.
    ///
    /// - Parameter prefix: What the names in the file begin with; tensors under other prefixes are left alone.
    package func load(from url: URL, prefix: String = "") throws(ModuleFileError) {
        let file = try open(url)
        let mismatch = mismatch(with: file, prefix: prefix)
        guard mismatch.isEmpty else { throw .mismatch(mismatch, file: url) }
        try read(namedLeaves().map(\.name), from: file, prefix: prefix)
    }

    /// Reads what fits, to fine-tune a model with another vocabulary or size.
    ///
    /// - Returns: What did not fit and was left as it was.
    package func loadFitting(from url: URL, prefix: String = "") throws(ModuleFileError) -> ModuleMismatch {
        let file = try open(url)
        let mismatch = mismatch(with: file, prefix: prefix)
        let unfit = Set(mismatch.missing + mismatch.misshapen.map(\.name))
        try read(namedLeaves().map(\.name).filter { !unfit.contains($0) }, from: file, prefix: prefix)
        return mismatch
    }

    /// Writes every parameter and buffer to a safetensors file, whole or not at all; the weights of products as they
    /// are kept at inference.
    package func save(to url: URL, metadata: [String: String] = ["format": "pt"]) throws(SafetensorsError) {
        var writer = SafetensorsWriter(metadata: metadata)
        for (name, leaf) in namedLeaves() { leaf.write(name, to: &writer) }
        try writer.write(to: url)
    }

    private func open(_ url: URL) throws(ModuleFileError) -> SafetensorsFile {
        do {
            return try SafetensorsFile(at: url)
        } catch {
            throw .unreadable(error)
        }
    }

    private func mismatch(with file: borrowing SafetensorsFile, prefix: String) -> ModuleMismatch {
        var mismatch = ModuleMismatch()
        var known: Set<String> = []
        for (name, leaf) in namedLeaves() {
            known.insert(prefix + name)
            known.insert(QuantizedWeights.scaleName(of: prefix + name))
            guard let layout = file.layout(of: prefix + name) else {
                mismatch.missing.append(name)
                continue
            }
            if layout.extents != leaf.value.shape.array {
                mismatch.misshapen.append(
                    .init(name: name, found: layout.extents, expected: leaf.value.shape.array))
            }
        }
        // PyTorch's batch norms count their batches; nothing here depends on it.
        mismatch.unexpected = file.names.filter {
            $0.hasPrefix(prefix) && !known.contains($0) && !$0.hasSuffix(".num_batches_tracked")
        }
        return mismatch
    }

    private func read(
        _ names: [String], from file: borrowing SafetensorsFile, prefix: String
    ) throws(ModuleFileError) {
        let leaves = Dictionary(uniqueKeysWithValues: namedLeaves().map { ($0.name, $0.leaf) })
        do throws(SafetensorsError) {
            for name in names { try leaves[name]?.read(prefix + name, from: file) }
        } catch {
            throw .unreadable(error)
        }
    }
}

extension ModulePart.Content {
    /// The numbers of a parameter or buffer.
    var value: Tensor {
        switch self {
        case .parameter(let parameter): parameter.value
        case .buffer(let buffer): buffer.value
        case .module: preconditionFailure("a module has no value of its own")
        }
    }

    func read(_ name: String, from file: borrowing SafetensorsFile) throws(SafetensorsError) {
        switch self {
        case .parameter(let parameter):
            if let quantized = try QuantizedWeights(named: name, in: file) {
                (parameter.value, parameter.precision) = (quantized.values, .int8)
            } else {
                (parameter.value, parameter.precision) = (try file.tensor(named: name), .float32)
            }
        case .buffer(let buffer): buffer.value = try file.tensor(named: name)
        case .module: preconditionFailure("a module has no value of its own")
        }
    }

    func write(_ name: String, to writer: inout SafetensorsWriter) {
        if case .parameter(let parameter) = self, parameter.precision == .int8 {
            QuantizedWeights(of: parameter.value).write(named: name, to: &writer)
        } else {
            writer.add(value, named: name)
        }
    }
}
