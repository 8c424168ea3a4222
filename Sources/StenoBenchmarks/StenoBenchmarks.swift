import Foundation

/// Timed work, one section a subcommand, one JSON object a line on standard output.
@main
struct StenoBenchmarks {
    private static let usage = """
        usage: StenoBenchmarks SECTION …
          filterbank AUDIO [--repeat N]   80 mel bands of a whole file and in 100 ms pieces
          matmul                          products of few rows with packed weights, and by OpenBLAS
          ctc BATCH [--threads N] [--repeat N]   the CTC loss and its gradient
          lstm                            a layer frame by frame and over whole utterances
          train NETWORK WEIGHTS BATCH [--threads N] [--repeat N]   a training step of a reference network
          infer NETWORK WEIGHTS FEATURES [--threads N] [--weights int8] [--chunk FRAMES]   an utterance through one
          decode FOLDER KIND MODEL [--beam N …]   beam search with a lexicon and a language model
          soak PROGRAM AUDIO [MINUTES]    the memory of `steno stream` over an hour of speech
          features CONFIGURATION AUDIO FILE              writes features as little-endian floats, to compare
        """

    static func main() throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        switch arguments.first {
        case "filterbank": try FilterbankBenchmark(arguments: arguments.dropFirst()).run()
        case "matmul": try MatrixBenchmark().run()
        case "ctc": try CTCBenchmark(arguments: arguments.dropFirst()).run()
        case "lstm": try LSTMBenchmark().run()
        case "train": try TrainingBenchmark(arguments: arguments.dropFirst()).run()
        case "infer": try InferenceBenchmark(arguments: arguments.dropFirst()).run()
        case "decode": try DecodingBenchmark(arguments: arguments.dropFirst()).run()
        case "soak": try Soak(arguments: arguments.dropFirst()).run()
        case "features": try FeatureDump(arguments: arguments.dropFirst()).run()
        default:
            FileHandle.standardError.write(Data((usage + "\n").utf8))
            exit(64)
        }
    }
}
