import Foundation
import StenoAudio
import StenoFeatures
import StenoSpeakers
import StenoTensor

/// How well speech is found by voices and in noise that were not trained with, beside the detector that goes by energy.
struct ActivityTrials {
    /// Decibels of the speech over the noise; `nil` for none.
    static let ratios: [Double?] = [nil, 20, 10, 5, 0]
    /// Utterances a trial is made of at most.
    private static let most = 80

    /// A recording, and which frames of 10 ms have speech.
    private struct Trial {
        var audio: AudioBuffer
        var isSpeech: [Bool]
    }

    private let clean: [Trial]
    private let noise: AudioBuffer

    init(_ recipe: ActivityRecipe, in folder: URL) throws {
        var random = SeededGenerator(seed: recipe.seed)
        var reader = try AudioReader(at: folder.resolving(recipe.developmentNoise), sampleRate: .speech)
        noise = try reader.readAll()
        let voices = try VoiceSet(manifests: recipe.development.map(folder.resolving))
        var trials: [Trial] = []
        for voice in voices.speakers.indices {
            for utterance in voices.utterances(of: voice, lasting: recipe.secondsPerVoice, seed: recipe.seed)
            {
                let speech = try utterance.speech(at: .speech)
                guard trials.count < Self.most, let labels = SpeechLabels(of: speech) else { continue }
                trials.append(Self.trial(of: speech, labels, pause: random.uniform([0.5, 2])))
            }
        }
        clean = trials
    }

    /// An utterance between two pauses as quiet as 16 bits allow.
    private static func trial(of speech: AudioBuffer, _ labels: SpeechLabels, pause: Double) -> Trial {
        let frames = Int(pause * 100)
        let silence = [Float](repeating: 0, count: frames * SampleRate.speech.hertz / 100)
        let quiet = [Bool](repeating: false, count: frames)
        return Trial(
            audio: AudioBuffer(samples: silence + speech.samples + silence, sampleRate: .speech),
            isSpeech: quiet + labels.frames + quiet)
    }

    /// The errors at each ratio, this detector's and the other's.
    func rows(of detector: VoiceActivityDetector) -> [ActivityOutcome.Row] {
        Self.ratios.map { ratio in
            var row = ActivityOutcome.Row(decibels: ratio)
            for (index, trial) in clean.enumerated() {
                let audio =
                    ratio.map {
                        trial.audio.mixed(
                            with: noise, atSNR: $0, startingAt: index * 7 * noise.samples.count / 80)
                    } ?? trial.audio
                row.trained.add(found: Self.frames(in: audio, by: detector), truth: trial.isSpeech)
                row.byEnergy.add(found: Self.frames(in: audio, by: nil), truth: trial.isSpeech)
            }
            return row
        }
    }

    private static func frames(in audio: AudioBuffer, by detector: VoiceActivityDetector?) -> [Bool] {
        var stretches = SpeechStretches(detector)
        let found = stretches.accept(audio.samples) + stretches.finish()
        var frames = [Bool](repeating: false, count: audio.samples.count * 100 / SampleRate.speech.hertz)
        for stretch in found {
            for frame in stretch.clamped(to: frames.indices) { frames[frame] = true }
        }
        return frames
    }
}
