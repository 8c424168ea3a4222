import Foundation
import StenoCorpora
import StenoTestSupport
import StenoTraining
import Testing

@Suite("Utterances that CTC can align")
struct FeasibilityTests {
    private static let corpora = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "corpora")

    @Test(
        "of all recordings and strings of FSDD, the shortest 0.14 s, none is impossible and none is left out",
        .enabled(if: SharedData.has("fsdd"), "needs ../shared/data/fsdd"),
        arguments: ["fsdd", "digits"])
    func digits(recipe name: String) throws {
        let folder = try TemporaryFolder()
        var preparer = FSDDPreparer()
        preparer.strings = ["test": DigitStrings(count: 100)]
        (preparer.conversationsPerPair, preparer.unseenConversationsPerPair) = (1, 1)
        _ = try preparer.prepare(from: SharedData.corpus("fsdd/recordings"), to: folder.file("data"))

        var recipe = try Recipe(file: Self.corpora.appending(path: "\(name)/recipe.json"))
        recipe.data.train = ["train.jsonl", "test.jsonl", "strings/test.jsonl"]
        recipe.data.dev = ["dev.jsonl"]
        // Recorded noise is not part of the corpus.
        recipe.augmentation.noise = NoiseMixing()
        // Frames do not depend on how features are normalized, and measuring them takes a while.
        recipe.features.normalization = .none
        let run = RunFolder(folder.file("run"))
        let provenance = Provenance(command: "test", version: "0", machine: "here", begun: Date())
        _ = try Trainer(
            recipe: recipe, data: folder.file("data"), run: run, threads: 1, provenance: provenance)
        #expect(try String(contentsOf: run.leftOut, encoding: .utf8) == "")
    }
}
