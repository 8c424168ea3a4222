import Foundation
import StenoAudio
import StenoTestSupport
import Testing

@Suite("steno prepare, train, evaluate")
struct TrainTests {
    /// One small model of each kind, as a recipe says it.
    static let models = [
        """
        {"model_type": "steno_lstm_ctc", "hidden_size": 16, "num_hidden_layers": 1, "subsampling_conv_channels": 4}
        """,
        """
        {"model_type": "steno_transformer_ctc", "hidden_size": 16, "num_hidden_layers": 1,
         "subsampling_conv_channels": 4, "intermediate_size": 32}
        """,
        """
        {"model_type": "steno_conformer_ctc", "hidden_size": 16, "num_hidden_layers": 1,
         "subsampling_conv_channels": 4, "intermediate_size": 32, "trained_chunk_frames": [6, 12]}
        """,
        """
        {"model_type": "parakeet_ctc", "encoder_config": {"hidden_size": 16, "num_hidden_layers": 1,
         "subsampling_conv_channels": 4, "intermediate_size": 32, "subsampling_factor": 4}}
        """,
    ]

    @Test(
        "a folder of audio and text becomes manifests, a run, a bundle and figures; --resume ends with the same model",
        arguments: models)
    func chain(model: String) throws {
        let folder = try TemporaryFolder()
        try ToneCorpus.write(to: folder.file("corpus"))
        let prepared = try Program.run([
            "prepare", "folder", "--from", folder.file("corpus").path, "--to", folder.file("data").path,
        ])
        try #require(prepared.status == 0, "\(prepared.errors)")
        #expect(prepared.output.contains("train"))
        let recipe = """
            {"model": \(model), "features": {"bins": 20}, "training": {"epochs": 2}}
            """
        try Data(recipe.utf8).write(to: folder.file("recipe.json"))
        let train = ["train", folder.file("recipe.json").path, "--data", folder.file("data").path]
        let run = try Program.run(train + ["--output", folder.file("run").path])
        try #require(run.status == 0, "\(run.errors)")
        #expect(run.errors.contains("epoch 2/2"))
        let weights = try Data(contentsOf: folder.file("run/model/model.safetensors"))
        let resumed = try Program.run(
            train + ["--output", folder.file("run").path, "--resume", "--threads", "1"])
        #expect(resumed.status == 0, "\(resumed.errors)")
        #expect(try Data(contentsOf: folder.file("run/model/model.safetensors")) == weights)
        let evaluated = try Program.run([
            "evaluate", "--model", folder.file("run/model").path, folder.file("data/dev.jsonl").path,
        ])
        #expect(evaluated.status == 0, "\(evaluated.errors)")
        #expect(evaluated.output.hasPrefix("all: WER "))
        let information = try Program.run(["model", "info", folder.file("run/model").path])
        let kind = try #require(information.output.split(separator: "\n").first { $0.hasPrefix("kind") })
        #expect(model.contains("\"\(kind.split(separator: " ")[1])\""))
    }

    @Test("a run folder that is in use is not overwritten, and a misspelled recipe is named")
    func refusals() throws {
        let folder = try TemporaryFolder()
        try Data("{\"trainning\": {}}".utf8).write(to: folder.file("recipe.json"))
        let outcome = try Program.run([
            "train", folder.file("recipe.json").path, "--output", folder.file("run").path,
        ])
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("trainning"))
    }
}
