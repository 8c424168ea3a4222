package import FoundationEssentials
package import StenoNN
package import StenoTensor

/// A run between two steps, in one file that is replaced as a whole: weights, moments, averages, and the state.
package struct Checkpoint {
    /// Tensors by name: `model.…`, `optimizer.…`, `average.…`.
    package var tensors: [String: Tensor]
    package var state: TrainingState

    package init(tensors: [String: Tensor], state: TrainingState) {
        self.tensors = tensors
        self.state = state
    }

    private static let stateKey = "training_state"

    package init(file: URL) throws(TrainingError) {
        do {
            let tensorFile = try SafetensorsFile(at: file)
            let json = Data((tensorFile.metadata[Self.stateKey] ?? "").utf8)
            state = try JSONDecoder().decode(TrainingState.self, from: json)
            tensors = [:]
            for name in tensorFile.names { tensors[name] = try tensorFile.tensor(named: name) }
        } catch {
            throw .unreadable(file: file.path, reason: "\(error)")
        }
    }

    package func write(to file: URL) throws(TrainingError) {
        do {
            let json = try JSONEncoder().encode(state)
            var writer = SafetensorsWriter(metadata: [Self.stateKey: String(decoding: json, as: UTF8.self)])
            for (name, tensor) in tensors.sorted(by: { $0.key < $1.key }) { writer.add(tensor, named: name) }
            try writer.write(to: file)
        } catch {
            throw .unwritable(file: file.path, reason: "\(error)")
        }
    }

    /// The tensors under one heading, named without it.
    package func tensors(under heading: String) -> [String: Tensor] {
        let named = tensors.filter { $0.key.hasPrefix(heading + ".") }
        return Dictionary(
            uniqueKeysWithValues: named.map { (String($0.key.dropFirst(heading.count + 1)), $0.value) })
    }

    /// Adds tensors under a heading.
    package mutating func add(_ part: [String: Tensor], under heading: String) {
        for (name, tensor) in part { tensors["\(heading).\(name)"] = tensor }
    }
}

extension Module {
    /// All weights and running statistics by name.
    package var weights: [String: Tensor] {
        get {
            let parameters = namedParameters().map { ($0.name, $0.parameter.value) }
            let buffers = namedBuffers().map { ($0.name, $0.buffer.value) }
            return Dictionary(uniqueKeysWithValues: parameters + buffers)
        }
        nonmutating set {
            for (name, parameter) in namedParameters() { newValue[name].map { parameter.value = $0 } }
            for (name, buffer) in namedBuffers() { newValue[name].map { buffer.value = $0 } }
        }
    }
}
