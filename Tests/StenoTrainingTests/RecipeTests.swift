import Foundation
import StenoAcousticModel
import StenoTestSupport
import StenoTraining
import Testing

@Suite("Recipe")
struct RecipeTests {
    private func recipe(_ json: String) throws -> Recipe {
        try Recipe(json: Data(json.utf8))
    }

    @Test("an empty recipe is the defaults")
    func defaults() throws {
        #expect(try recipe("{}") == Recipe())
    }

    @Test("a recipe changes what it says and nothing else")
    func changes() throws {
        var expected = Recipe()
        expected.seed = 7
        expected.batches.maximumSeconds = 60
        #expect(try recipe(#"{"seed": 7, "batches": {"max_seconds": 60}}"#) == expected)
    }

    @Test("a section of another kind starts from that kind's defaults")
    func kinds() throws {
        let recipe = try recipe(#"{"schedule": {"kind": "noam", "peak": 0.5}}"#)
        #expect(recipe.schedule == .noam(NoamSchedule(peak: 0.5)))
    }

    @Test("the model's kind decides which sizes there are")
    func models() throws {
        var streaming = ConformerConfiguration()
        streaming.sizes.hiddenSize = 64
        streaming.chunks.leftContext = 20
        let flat = try recipe(
            """
            {"model": {"model_type": "steno_conformer_ctc", "hidden_size": 64, "left_context_frames": 20}}
            """)
        #expect(flat.model == .conformer(streaming))
        var offline = ParakeetConfiguration()
        offline.encoder.hiddenSize = 64
        let nested = try recipe(
            #"{"model": {"model_type": "parakeet_ctc", "encoder_config": {"hidden_size": 64}}}"#)
        #expect(nested.model == .parakeet(offline))
        #expect(try Recipe(json: flat.json) == flat)
        #expect(try Recipe(json: nested.json) == nested)
        #expect {
            try recipe(#"{"model": {"model_type": "parakeet_ctc", "hidden_size": 64}}"#)
        } throws: { "\($0)".contains("\"model.hidden_size\"") }
    }

    @Test("a misspelled key is named, with the keys there are")
    func misspelled() {
        #expect {
            try recipe(#"{"batches": {"max_second": 60}}"#)
        } throws: { error in
            "\(error)" == "the recipe has no key \"batches.max_second\"; allowed there: "
                + "accumulate, max_seconds, max_utterances, shards"
        }
    }

    @Test("a key of another kind of schedule is an error")
    func foreignKey() {
        #expect(throws: RecipeError.self) { try recipe(#"{"schedule": {"kind": "noam", "floor": 0.1}}"#) }
    }

    @Test("an unknown kind is named, with the kinds there are")
    func unknownKind() {
        let error = RecipeError.unknownKind(
            path: "schedule.kind", value: "linear",
            allowed: ["constant", "cosine", "noam", "eden", "plateau"])
        #expect(throws: error) { try recipe(#"{"schedule": {"kind": "linear"}}"#) }
    }

    @Test("a value of the wrong type is named")
    func wrongType() {
        let error = RecipeError.wrongType(path: "seed", expected: "a number", found: "a string")
        #expect(throws: error) { try recipe(#"{"seed": "one"}"#) }
    }

    @Test("a fraction where a count belongs is an error", arguments: ["training.epochs", "batches.shards"])
    func fraction(path: String) {
        let parts = path.split(separator: ".")
        #expect(throws: RecipeError.self) { try recipe("{\"\(parts[0])\": {\"\(parts[1])\": 1.5}}") }
    }

    @Test(
        "values no training can use are refused",
        arguments: [
            #"{"training": {"epochs": 0}}"#, #"{"batches": {"max_seconds": 0}}"#,
            #"{"augmentation": {"speed": {"factors": []}}}"#,
            #"{"augmentation": {"concatenation": {"pause_seconds": [0.5, 0.1]}}}"#,
            #"{"model": {"subsampling_factor": 3}}"#, #"{"optimizer": {"clip_norm": 0}}"#,
        ])
    func validation(json: String) {
        #expect(throws: RecipeError.self) { try recipe(json) }
    }

    @Test(
        "nor in recipes of voices",
        arguments: [
            #"{"augmentation": {"noise_reduction": {"decibels": [50]}}}"#,
            #"{"augmentation": {"noise": {"decibels": [30, 3]}}}"#, #"{"augmentation": {"telephone": 2}}"#,
            #"{"augmentation": {"coloration": {"decibels": -1}}}"#, #"{"seconds_per_voice": 0}"#,
        ])
    func voices(json: String) {
        #expect { try SpeakerRecipe(json: Data(json.utf8)) } throws: { "\($0)".contains("; allowed: ") }
    }

    @Test("a recipe survives being written and read")
    func roundTrip() throws {
        var recipe = Recipe()
        recipe.name = "digits"
        recipe.schedule = .plateau(PlateauSchedule(peak: 0.25))
        recipe.augmentation.speed.factors = [0.9, 1, 1.1]
        #expect(try Recipe(json: recipe.json) == recipe)
    }

    @Test("a missing file is named")
    func missing() throws {
        let folder = try TemporaryFolder()
        #expect {
            try Recipe(file: folder.file("none.json"))
        } throws: { "\($0)".contains("none.json cannot be read") }
    }

    @Test("every recipe under corpora/ can be read", arguments: try Self.committedRecipes())
    func committed(recipe: URL) throws {
        switch try RecipeKind(file: recipe) {
        case .acoustic: _ = try Recipe(file: recipe)
        case .speaker: _ = try SpeakerRecipe(file: recipe)
        case .voiceActivity: _ = try ActivityRecipe(file: recipe)
        }
    }

    private static func committedRecipes() throws -> [URL] {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "corpora")
        let files = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)?.allObjects
        let recipes = (files as? [URL] ?? []).filter {
            $0.pathExtension == "json" && $0.lastPathComponent != "splits.json"
        }
        precondition(!recipes.isEmpty, "corpora/ holds no recipe")
        return recipes
    }
}
