/// The corpora and layouts that can be prepared, by the names `steno prepare` knows them by.
package enum CorpusName: String, CaseIterable, Sendable {
    case an4
    case commonVoice = "common-voice"
    case folder
    case fsdd
    case kaldi
    case lhotse
    case librispeech
    case ljspeech
    case nemo
    case speechCommands = "speech-commands"
    case tedlium

    /// How the corpus lies on disk. ``FSDDPreparer`` makes more of `fsdd` than its layout has.
    package var layout: any CorpusLayout {
        switch self {
        case .an4: AN4Layout()
        case .commonVoice: CommonVoiceLayout()
        case .folder: FolderLayout()
        case .fsdd: FSDDLayout()
        case .kaldi: KaldiLayout()
        case .lhotse: LhotseLayout()
        case .librispeech: LibriSpeechLayout()
        case .ljspeech: LJSpeechLayout()
        case .nemo: NeMoLayout()
        case .speechCommands: SpeechCommandsLayout()
        case .tedlium: TEDLIUMLayout()
        }
    }

    /// What the folder to prepare from must hold, in a line for `--help`.
    package var summary: String {
        switch self {
        case .an4: "CMU AN4: etc/an4_train.transcription, etc/an4_train.fileids, wav/"
        case .commonVoice: "Mozilla Common Voice, one language: train.tsv, dev.tsv, test.tsv, clips/"
        case .folder: "any folders of audio files beside .txt files of the same name; a folder is a speaker"
        case .fsdd: "Free Spoken Digit Dataset: recordings/digit_speaker_index.wav"
        case .kaldi: "one or more Kaldi data folders: wav.scp, text, and segments, utt2spk and others"
        case .lhotse: "lhotse cuts: *cuts*.jsonl"
        case .librispeech:
            "LibriSpeech, mini LibriSpeech: subset/speaker/chapter/*.trans.txt beside the audio"
        case .ljspeech: "LJSpeech: metadata.csv, wavs/"
        case .nemo: "a NeMo manifest, or a folder of them: *.jsonl, *.json"
        case .speechCommands: "Google Speech Commands: word/speaker_nohash_number.wav"
        case .tedlium: "TED-LIUM, or any STM files: train/stm/*.stm, train/sph/"
        }
    }
}
