package import FoundationEssentials
package import StenoJSON

/// A document of settings in which everything has a default and nothing may be misspelled.
///
/// Reading lays what the file says over the defaults, so a recipe states only what it changes. A key the defaults do
/// not have is an error that names it and lists those that exist.
package protocol RecipeDocument: Codable, Sendable {
    init()

    /// Sections that come in kinds: where they lie, the member that names the kind, and the defaults of each kind.
    static var variants: [RecipeVariants] { get }

    /// Refuses values that no training can use.
    func validate() throws(RecipeError)
}

/// The kinds of one section of a recipe, such as the schedules.
package struct RecipeVariants: Sendable {
    let path: String
    let discriminator: String
    let defaults: [any Codable & Sendable]

    package init(at path: String, discriminator: String, defaults: [any Codable & Sendable]) {
        self.path = path
        self.discriminator = discriminator
        self.defaults = defaults
    }
}

extension RecipeDocument {
    package init(json: Data) throws(RecipeError) {
        let document = try parsed(json)
        let overlay = RecipeOverlay(variants: Self.variants)
        let merged = try overlay.merge(document, over: JSONValue(encoding: Self()), at: "")
        self = try merged.decoded(as: Self.self)
        try validate()
    }

    package init(file: URL) throws(RecipeError) {
        let json: Data
        do { json = try Data(contentsOf: file) } catch {
            throw RecipeError.unreadable(file: file.path, reason: "no such file, or no right to read it")
        }
        do { try self.init(json: json) } catch {
            throw RecipeError.unreadable(file: file.path, reason: error.description)
        }
    }

    /// The whole recipe, defaults included, as it is frozen into a run folder.
    package var json: Data {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            return try encoder.encode(self)
        }
    }
}

extension RecipeDocument where Self: Equatable {
    /// - Throws: `TrainingError.otherRecipe` naming the first section that differs.
    func requireEqual(to other: Self, in folder: URL) throws(TrainingError) {
        guard self != other else { return }
        let ours = JSONValue(encoding: self).object ?? [:], theirs = JSONValue(encoding: other).object ?? [:]
        let section = ours.keys.sorted().first { ours[$0] != theirs[$0] } ?? ""
        throw .otherRecipe(folder: folder.path, difference: "\"\(section)\" differs")
    }
}

private func parsed(_ json: Data) throws(RecipeError) -> JSONValue {
    do { return try JSONDecoder().decode(JSONValue.self, from: json) } catch {
        throw RecipeError.notJSON(reason: jsonFault(error))
    }
}

private func jsonFault(_ error: any Error) -> String {
    guard case DecodingError.dataCorrupted(let context) = error else { return "\(error)" }
    return context.underlyingError.map { "\($0)" } ?? context.debugDescription
}

extension JSONValue {
    /// What a value looks like as JSON. Recipes hold only numbers, strings, flags and lists of them, which always encode.
    package init(encoding value: some Encodable) {
        do {
            self = try JSONDecoder().decode(JSONValue.self, from: JSONEncoder().encode(value))
        } catch {
            preconditionFailure("a recipe's defaults do not encode: \(error)")
        }
    }

    package func decoded<Value: Decodable>(as type: Value.Type) throws(RecipeError) -> Value {
        do {
            return try JSONDecoder().decode(type, from: JSONEncoder().encode(self))
        } catch DecodingError.typeMismatch(_, let context) {
            throw .wrongType(path: context.path, expected: context.debugDescription, found: "what is there")
        } catch DecodingError.dataCorrupted(let context) {
            throw .wrongType(
                path: context.path, expected: "a value that fits", found: context.debugDescription)
        } catch {
            throw .notJSON(reason: "\(error)")
        }
    }
}

extension DecodingError.Context {
    fileprivate var path: String {
        codingPath.map(\.stringValue).joined(separator: ".")
    }
}
