import Foundation
import StenoAcousticModel
import StenoAudio
import StenoCorpora
import StenoDecoding
import StenoFeatures
import StenoNN
import StenoTestSupport
import StenoText
import StenoTraining
import StenoTranscript
import Testing

@Suite("Trainer")
struct TrainerTests {
    /// Four steps an epoch on a network of a few thousand weights.
    static func recipe(epochs: Int) -> Recipe {
        var recipe = Recipe()
        var sizes = LSTMConfiguration()
        (sizes.convolutionChannels, sizes.hiddenSize, sizes.layers, sizes.dropout) = (4, 24, 1, 0.05)
        recipe.model = .lstm(sizes)
        recipe.features.bins = 20
        recipe.batches.maximumCount = 12
        recipe.schedule = .constant(ConstantSchedule(peak: 0.01, warmUpSteps: 5))
        recipe.training.epochs = epochs
        recipe.training.checkpointSteps = 3
        recipe.training.averageBest = 2
        recipe.training.averageDecay = 0.5
        recipe.training.logSteps = 2
        recipe.augmentation.concatenation.probability = 0.5
        recipe.augmentation.concatenation.longest = 2
        recipe.augmentation.speed.factors = [0.95, 1, 1.05]
        recipe.augmentation.volume.probability = 1
        recipe.augmentation.noise.probability = 0.5
        recipe.augmentation.noise.alone = 0.1
        recipe.augmentation.specAugment.timeMasks = 1
        return recipe
    }

    private let provenance = Provenance(
        command: "test", version: "0", machine: "here", begun: Date(timeIntervalSince1970: 0))

    private func trainer(
        _ recipe: Recipe, _ corpus: ToneCorpus, into output: URL, start: FineTuning? = nil, threads: Int = 2
    ) throws -> Trainer {
        try Trainer(
            recipe: recipe, data: corpus.folder.url, run: RunFolder(output), start: start, threads: threads,
            provenance: provenance)
    }

    private func weights(_ run: URL) throws -> Data {
        try Data(contentsOf: run.appending(path: "model/model.safetensors"))
    }

    @Test("a network learns a language of four tones without an error, and the bundle remembers it")
    func learns() throws {
        let corpus = try ToneCorpus(), output = try TemporaryFolder()
        var trainer = try trainer(Self.recipe(epochs: 80), corpus, into: output.file("run"))
        let result = try trainer.train { _ in }
        #expect(result.errorRate == 0)
        let model = try AcousticModel(at: output.file("run/model"))
        #expect(model.isStreaming)
        let card = try String(contentsOf: output.file("run/model/README.md"), encoding: .utf8)
        #expect(card.contains("| words (WER) | 0.00 % | 0 | 8 |"))
        let report = try String(contentsOf: output.file("run/report.html"), encoding: .utf8)
        #expect(report.contains("WER 0.00 % (0 errors in 8 words"))
        #expect(report.contains("said: <b>do</b><br>understood: <b>do</b>"))
        // Four charts and the emissions of one utterance with its spectrogram; nothing from elsewhere.
        #expect(report.split(separator: "<svg", omittingEmptySubsequences: false).count == 6)
        #expect(report.contains("data:image/bmp;base64,") && !report.contains("http"))
    }

    @Test("a Transformer and both Conformers learn it too", arguments: TinyEncoders.all)
    func attentionLearns(encoder: EncoderConfiguration) throws {
        let corpus = try ToneCorpus(), output = try TemporaryFolder()
        var recipe = Self.recipe(epochs: 60)
        recipe.model = encoder
        recipe.training.plainEpochs = 20
        var trainer = try trainer(recipe, corpus, into: output.file("run"))
        #expect(try trainer.train { _ in }.errorRate == 0)
        let model = try AcousticModel(at: output.file("run/model"))
        #expect(model.configuration.encoder == encoder)
    }

    @Test("a network learns from two views of every utterance and from its middle layer")
    func learnsFromMore() throws {
        let corpus = try ToneCorpus(), output = try TemporaryFolder()
        var recipe = Self.recipe(epochs: 40)
        recipe.training.plainEpochs = 20
        recipe.objective.middleWeight = 0.3
        recipe.objective.consistencyWeight = 0.2
        recipe.augmentation.specAugment.frequencyMasks = 1
        recipe.augmentation.specAugment.frequencyWidth = 3
        var trainer = try trainer(recipe, corpus, into: output.file("run"))
        #expect(try trainer.train { _ in }.errorRate == 0)
    }

    /// A recipe that learns phonemes from a dictionary, too, which is written for it.
    private func recipe(epochs: Int, dictionary: String, for corpus: ToneCorpus) throws -> Recipe {
        var recipe = Self.recipe(epochs: epochs)
        recipe.objective.phonemeWeight = 0.5
        recipe.objective.dictionary =
            try corpus.folder.file("dictionary.txt", holding: dictionary).lastPathComponent
        return recipe
    }

    @Test("a network that learns phonemes beside letters says either")
    func phonemes() throws {
        let corpus = try ToneCorpus(), output = try TemporaryFolder()
        let dictionary = "do D OW1\nre R EY1\nmi M IY1\nfa F AA1\n"
        var recipe = try recipe(epochs: 80, dictionary: dictionary, for: corpus)
        // Letters that sound further apart than a word may pause would be taken for two words.
        recipe.features.endPadding = 2
        var trainer = try trainer(recipe, corpus, into: output.file("run"))
        #expect(try trainer.train { _ in }.errorRate == 0)
        let model = try AcousticModel(at: output.file("run/model"))
        #expect(model.tokenizer.vocabulary.symbols.allSatisfy { $0.count == 1 || $0 == "<blank>" })
        let speaking = try #require(model.inPhonemes)
        let utterance = try #require(try ManifestReader.utterances(in: corpus.folder.file("dev.jsonl")).first)
        var reader = try AudioReader(at: utterance.audio, sampleRate: .speech)
        let emissions = try speaking.emissions(for: speaking.features.features(of: reader.readAll()))
        let timing = FrameTiming(frameDuration: speaking.frameDuration)
        let heard = Decoder(tokenizer: speaking.tokenizer, timing: timing).transcript(of: emissions)
        #expect(heard.text == utterance.text)
    }

    @Test("a dictionary of other words is refused by name")
    func foreignDictionary() throws {
        let corpus = try ToneCorpus(), output = try TemporaryFolder()
        let recipe = try recipe(epochs: 1, dictionary: "do D OW1\nun AH1 N\n", for: corpus)
        let file = corpus.folder.file("dictionary.txt").path
        #expect(throws: TrainingError.foreignDictionary(file: file, coverage: 0.25)) {
            try trainer(recipe, corpus, into: output.file("run"))
        }
    }

    @Test("the number of threads does not change the model")
    func threads() throws {
        let corpus = try ToneCorpus(), output = try TemporaryFolder()
        for threads in [1, 3] {
            var trainer = try trainer(
                Self.recipe(epochs: 2), corpus, into: output.file("\(threads)"), threads: threads)
            _ = try trainer.train { _ in }
        }
        #expect(try weights(output.file("1")) == weights(output.file("3")))
    }

    @Test(
        "a run that is killed after any step goes on to the same model and the same metrics", arguments: 1...9
    )
    func resume(killedAfter steps: Int) throws {
        let corpus = try ToneCorpus(), output = try TemporaryFolder()
        let recipe = Self.recipe(epochs: 3)
        let whole = output.file("whole"), killed = output.file("killed")
        var trainer = try trainer(recipe, corpus, into: whole)
        _ = try trainer.train { event in
            // What lies on the disk now is all that a kill would leave.
            if case .step(let step) = event, step.step == steps {
                try? FileManager.default.copyItem(at: whole, to: killed)
            }
        }
        var resumed = try Trainer(
            resuming: RunFolder(killed), recipe: recipe, data: corpus.folder.url, threads: 1,
            provenance: provenance)
        _ = try resumed.train { _ in }
        #expect(try weights(whole) == weights(killed))
        let metrics = [whole, killed].map {
            RunFolder($0).metrics.records().map { [$0.values, ["step": Double($0.step)]] }
        }
        #expect(metrics[0] == metrics[1])
        #expect(!metrics[0].isEmpty)
    }

    @Test("utterances that cannot be used are named with their lines, and the run goes on")
    func brokenUtterances() throws {
        let corpus = try ToneCorpus(training: 12, broken: true), output = try TemporaryFolder()
        var recipe = Self.recipe(epochs: 1)
        recipe.augmentation = AugmentationRecipe()
        var trainer = try trainer(recipe, corpus, into: output.file("run"))
        var named: [String: Int] = [:]
        _ = try trainer.train { event in
            if case .leftOut(let all) = event { for item in all { named[item.id] = item.line } }
        }
        #expect(named == ["silent": 13, "missing": 14, "text": 15])
    }

    @Test("a model whose frames are too few for its text is refused before the first step")
    func infeasible() throws {
        let corpus = try ToneCorpus(training: 8), output = try TemporaryFolder()
        let manifest = corpus.folder.file("train.jsonl")
        let wordy = try String(contentsOf: manifest, encoding: .utf8)
            .replacing("\"text\":\"do\"", with: "\"text\":\"do do do do do do do do do do\"")
        try Data(wordy.utf8).write(to: manifest)
        #expect {
            try trainer(Self.recipe(epochs: 1), corpus, into: output.file("run"))
        } throws: { error in
            "\(error)".hasPrefix(
                "2 of 8 utterances have more labels than the encoder gives frames (train.jsonl:1 (train-0)")
        }
    }

    @Test("a folder with a run is not overwritten, and a run is not resumed with another recipe")
    func guards() throws {
        let corpus = try ToneCorpus(), output = try TemporaryFolder()
        _ = try trainer(Self.recipe(epochs: 1), corpus, into: output.file("run"))
        #expect(throws: TrainingError.runExists(folder: output.file("run").path)) {
            try trainer(Self.recipe(epochs: 1), corpus, into: output.file("run"))
        }
        #expect {
            try Trainer(
                resuming: RunFolder(output.file("run")), recipe: Self.recipe(epochs: 2),
                data: corpus.folder.url,
                threads: 1, provenance: provenance)
        } throws: { "\($0)".contains("\"training\" differs") }
    }

    @Test("fine-tuning keeps a frozen encoder and takes over the symbols that both vocabularies have")
    func fineTuning() throws {
        let corpus = try ToneCorpus(), output = try TemporaryFolder()
        var first = try trainer(Self.recipe(epochs: 1), corpus, into: output.file("first"))
        _ = try first.train { _ in }
        let manifest = corpus.folder.file("train.jsonl")
        let renamed = try String(contentsOf: manifest, encoding: .utf8).replacing("\"fa\"", with: "\"fax\"")
        try Data(renamed.utf8).write(to: manifest)
        let start = FineTuning(bundle: output.file("first/model"), freezesEncoder: true)
        var second = try trainer(Self.recipe(epochs: 1), corpus, into: output.file("second"), start: start)
        _ = try second.train { _ in }
        let old = try AcousticModel(at: output.file("first/model")),
            new = try AcousticModel(at: output.file("second/model"))
        #expect(new.tokenizer.vocabulary.symbols == old.tokenizer.vocabulary.symbols + ["x"])
        for (name, weight) in old.network.encoder.weights {
            #expect(weight.array == new.network.encoder.weights[name]?.array)
        }
        #expect(old.network.ctcHead.weight.value.array != new.network.ctcHead.weight.value.array.dropLast(24))
    }
}
