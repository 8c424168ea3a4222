package import FoundationEssentials
import StenoJSON

/// What a recipe trains: its member `kind`, an acoustic model where there is none.
package enum RecipeKind: String, Codable, Sendable {
    case acoustic, speaker
    case voiceActivity = "voice_activity"

    /// - Throws: `RecipeError` when the file is no recipe at all, or of no kind there is.
    package init(file: URL) throws(RecipeError) {
        let document: JSONValue
        do { document = try JSONDecoder().decode(JSONValue.self, from: Data(contentsOf: file)) } catch {
            // The reader of recipes says what is wrong with it.
            self = .acoustic
            return
        }
        let name = document.object?["kind"]?.string ?? RecipeKind.acoustic.rawValue
        guard let kind = RecipeKind(rawValue: name) else {
            throw .unknownKind(path: "kind", value: name, allowed: ["speaker", "voice_activity"])
        }
        self = kind
    }
}
