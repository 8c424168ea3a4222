import Foundation
import StenoAudio
import StenoCorpora
import StenoJSON
import StenoSpeakers
import StenoTestSupport
import StenoTraining
import StenoTranscript
import Testing

/// Six voices, each a buzz of a pitch of its own: what a network of a few thousand parameters learns in seconds.
private struct BuzzCorpus {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        for part in ["train", "dev"] {
            let utterances = try (0..<6).flatMap { voice in
                try (0..<3).map { try utterance("\(part)-\(voice)-\($0)", voice: voice) }
            }
            try ManifestWriter.write(utterances, to: folder.file("\(part).jsonl"))
        }
    }

    private func utterance(_ id: String, voice: Int) throws -> Utterance {
        let buzz = (1...4).map { Signal.sine(hertz: Double($0 * (90 + 40 * voice)), seconds: 2) }
        let noise = Signal.noise(
            seconds: 2, amplitude: 0.02, seed: id.utf8.reduce(7) { $0 &* 31 &+ UInt64($1) })
        let samples = noise.indices.map { index in
            buzz.reduce(noise[index]) { $0 + 0.15 * $1[index] }
        }
        let file = folder.file("\(id).wav")
        try AudioBuffer(samples: samples, sampleRate: .speech).write(to: file)
        return Utterance(
            id: id, audio: file, duration: .seconds(2), text: "", speaker: SpeakerID("voice-\(voice)"))
    }

    var recipe: SpeakerRecipe {
        get throws {
            try SpeakerRecipe(
                json: Data(
                    """
                    {
                        "kind": "speaker", "steps": 40, "checkpoint_steps": 10, "seconds_per_step": 12,
                        "example_seconds": [0.4, 0.6], "speeds": [1], "scenes": 1,
                        "network": {"mel_bins": 24, "width": 16, "pooled_width": 24, "embedding_width": 12},
                        "schedule": {"kind": "constant", "peak": 0.005}
                    }
                    """.utf8))
        }
    }

    func run(_ name: String) -> RunFolder { RunFolder(folder.file(name)) }

    func weights(_ name: String) throws -> Data {
        try Data(contentsOf: run(name).model.appending(path: "model.safetensors"))
    }
}

@Suite("The training of a speaker model")
struct SpeakerRunTests {
    private let corpus: BuzzCorpus
    private let provenance = Provenance(
        command: "steno train", version: "test", machine: "test", begun: Date())

    init() throws { corpus = try BuzzCorpus() }

    @Test("learns to tell buzzes apart, and the model it writes opens")
    func learns() throws {
        var run = try StepRun<SpeakerTrainer>(
            recipe: corpus.recipe, data: corpus.folder.url, run: corpus.run("a"), threads: 2,
            provenance: provenance)
        let result = try run.train { _ in }
        // Chance is 50 %; six pitches 40 Hz apart leave no doubt in 1.6 s.
        #expect(result.errors.first { $0.seconds == 1.6 }.map { $0.rate < 0.1 } == true)
        _ = try SpeakerEmbedder(at: corpus.run("a").model)
    }

    @Test(
        "a run that is taken up again ends with the same model, to the last bit, with any number of threads")
    func resumes() throws {
        var whole = try StepRun<SpeakerTrainer>(
            recipe: corpus.recipe, data: corpus.folder.url, run: corpus.run("whole"), threads: 2,
            provenance: provenance)
        _ = try whole.train { _ in }
        // Nothing but the checkpoint of step 20 survives: the run before it had gone on to step 30.
        let broken = corpus.run("broken")
        var first = try StepRun<SpeakerTrainer>(
            recipe: corpus.recipe, data: corpus.folder.url, run: broken, threads: 1, provenance: provenance)
        let copy = corpus.folder.file("checkpoint-of-20")
        _ = try first.train { event in
            guard case .steps(let progress) = event, progress.step == 30 else { return }
            try? FileManager.default.copyItem(at: broken.checkpoint, to: copy)
        }
        try FileManager.default.removeItem(at: broken.checkpoint)
        try FileManager.default.copyItem(at: copy, to: broken.checkpoint)
        try FileManager.default.removeItem(at: broken.model)
        var second = try StepRun<SpeakerTrainer>(
            resuming: broken, recipe: corpus.recipe, data: corpus.folder.url, threads: 2,
            provenance: provenance)
        _ = try second.train { _ in }
        #expect(try corpus.weights("broken") == corpus.weights("whole"))
        #expect(broken.metrics.records().map(\.values) == corpus.run("whole").metrics.records().map(\.values))
    }

    @Test("a session with one utterance is heard beside one with many")
    func sessions() throws {
        let utterances = (0..<40).map { index in
            Utterance(
                id: "\(index)", audio: URL(filePath: "/\(index).wav"), duration: .seconds(10), text: "",
                speaker: SpeakerID("anna"),
                extra: ["session": .string(index == 17 ? "second" : "first")])
        }
        let manifest = corpus.folder.file("sessions.jsonl")
        try ManifestWriter.write(utterances, to: manifest)
        let voices = try VoiceSet(manifests: [manifest])
        for seed in UInt64(1)...5 {
            let drawn = voices.utterances(of: 0, lasting: 45, seed: seed)
            #expect(drawn.count == 5)
            #expect(drawn.count { $0.session == "second" } == 1)
        }
    }

    @Test("a run that was killed before its first checkpoint begins when it is resumed")
    func killedAtOnce() throws {
        let run = corpus.run("a")
        try run.create()
        try run.write(corpus.recipe.json, to: run.recipe)
        _ = try StepRun<SpeakerTrainer>(
            resuming: run, recipe: corpus.recipe, data: corpus.folder.url, threads: 1, provenance: provenance)
        #expect(FileManager.default.fileExists(atPath: run.checkpoint.path))
    }

    @Test("a folder with a run is not overwritten, and a run is not resumed with another recipe")
    func refusals() throws {
        let run = corpus.run("a")
        _ = try StepRun<SpeakerTrainer>(
            recipe: corpus.recipe, data: corpus.folder.url, run: run, threads: 1, provenance: provenance)
        #expect(throws: TrainingError.runExists(folder: run.url.path)) {
            try StepRun<SpeakerTrainer>(
                recipe: corpus.recipe, data: corpus.folder.url, run: run, threads: 1, provenance: provenance)
        }
        var other = try corpus.recipe
        other.steps = 7
        #expect(throws: TrainingError.otherRecipe(folder: run.url.path, difference: "\"steps\" differs")) {
            try StepRun<SpeakerTrainer>(
                resuming: run, recipe: other, data: corpus.folder.url, threads: 1, provenance: provenance)
        }
    }
}
