import Foundation
import StenoAudio
import StenoCorpora
import StenoTensor
import StenoTestSupport
import StenoTraining
import StenoTranscript
import Testing

@Suite("The training of a voice activity detector")
struct ActivityRunTests {
    private let folder: TemporaryFolder
    private let provenance = Provenance(
        command: "steno train", version: "test", machine: "test", begun: Date())

    /// Buzzes of several pitches with pauses of half a second, 60 dB above the background, and a file of noise.
    init() throws {
        folder = try TemporaryFolder()
        for part in ["train", "dev"] {
            let utterances = try (0..<4).map { try utterance("\(part)-\($0)", pitch: Double(90 + 45 * $0)) }
            try ManifestWriter.write(utterances, to: folder.file("\(part).jsonl"))
        }
        try AudioBuffer(samples: Signal.noise(seconds: 3, amplitude: 0.1, seed: 5), sampleRate: .speech)
            .write(to: folder.file("noise.wav"))
    }

    private func utterance(_ id: String, pitch: Double) throws -> Utterance {
        let buzz = (1...5).map { Signal.sine(hertz: Double($0) * pitch, seconds: 4) }
        let background = Signal.noise(seconds: 4, amplitude: 0.0003, seed: UInt64(pitch))
        let samples = background.indices.map { index in
            let isSpeech = index % 16_000 >= 8_000
            return background[index] + (isSpeech ? buzz.reduce(0) { $0 + 0.12 * $1[index] } : 0)
        }
        let file = folder.file("\(id).wav")
        try AudioBuffer(samples: samples, sampleRate: .speech).write(to: file)
        return Utterance(
            id: id, audio: file, duration: .seconds(4), text: "", speaker: SpeakerID("voice-\(Int(pitch))"))
    }

    private var recipe: ActivityRecipe {
        get throws {
            try ActivityRecipe(
                json: Data(
                    """
                    {
                        "kind": "voice_activity", "steps": 60, "checkpoint_steps": 20, "seconds_per_step": 24,
                        "example_seconds": 3, "turn_seconds": [0.5, 2], "pause_seconds": [0, 1], "music": 0,
                        "development_noise": "noise.wav",
                        "network": {"mel_bins": 24, "width": 12, "cells": 12},
                        "schedule": {"kind": "constant", "peak": 0.01},
                        "augmentation": {"noise": {"probability": 0.8, "decibels": [0, 30], "alone": 0.1}}
                    }
                    """.utf8))
        }
    }

    private func train(_ name: String, threads: Int) throws -> (ActivityOutcome, Data) {
        let run = RunFolder(folder.file(name))
        var training = try StepRun<ActivityTrainer>(
            recipe: recipe, data: folder.url, run: run, threads: threads, provenance: provenance)
        let outcome = try training.train { _ in }
        return (outcome, try Data(contentsOf: run.model.appending(path: "voice_activity.safetensors")))
    }

    @Test("learns to find buzzes in noise, and is the same with one thread and two")
    func learns() throws {
        let (outcome, weights) = try train("a", threads: 2)
        let noisy = try #require(outcome.rows.first { $0.decibels == 10 })
        // Pure pitches in white noise leave little doubt; an edge may be 40 ms off at each end of half a second.
        #expect(noisy.trained.missedShare < 0.2 && noisy.trained.falseShare < 0.2, "\(outcome.text)")
        #expect(try train("b", threads: 1).1 == weights)
    }

    @Test("a corpus without a clean recording is refused, and the sentence says what clean means")
    func noisyCorpus() throws {
        let file = folder.file("loud.wav")
        try AudioBuffer(samples: Signal.noise(seconds: 2, amplitude: 0.3), sampleRate: .speech).write(
            to: file)
        let loud = Utterance(
            id: "loud", audio: file, duration: .seconds(2), text: "", speaker: SpeakerID("somebody"))
        try ManifestWriter.write([loud], to: folder.file("train.jsonl"))
        do {
            _ = try train("c", threads: 1)
            Issue.record("noise was trained on as if it were speech")
        } catch {
            #expect("\(error)".contains("30 dB"))
        }
    }
}
