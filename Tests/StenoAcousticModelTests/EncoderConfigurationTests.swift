import StenoAcousticModel
import Testing

@Suite("Encoder configurations")
struct EncoderConfigurationTests {
    private func refusal(of configuration: EncoderConfiguration) -> String? {
        do throws(ModelError) {
            try configuration.validate()
            return nil
        } catch {
            return error.description
        }
    }

    private func conformerRefusal(_ change: (inout ConformerConfiguration) -> Void) -> String? {
        var configuration = ConformerConfiguration()
        change(&configuration)
        return refusal(of: .conformer(configuration))
    }

    private func transformerRefusal(_ change: (inout TransformerConfiguration) -> Void) -> String? {
        var configuration = TransformerConfiguration()
        change(&configuration)
        return refusal(of: .transformer(configuration))
    }

    @Test("the defaults of every kind are possible")
    func defaults() {
        for kind in EncoderConfiguration.kinds { #expect(refusal(of: kind) == nil) }
    }

    @Test("impossible chunks are refused, naming the key and what is possible")
    func chunks() {
        #expect(
            conformerRefusal { $0.chunks.frames = 4 }
                == "\"chunk_frames\" is 4; it must be one of [2, 7, 12, 24]")
        #expect(
            transformerRefusal { $0.chunks.trained = [12, 7] }
                == "\"trained_chunk_frames\" is [12, 7]; it must list lengths of at least 1, the shortest first"
        )
        #expect(
            conformerRefusal { $0.chunks.leftContext = -1 }
                == "\"left_context_frames\" is -1; it cannot be negative")
    }

    @Test("impossible sizes are refused, naming the key and what is possible")
    func sizes() {
        #expect(
            conformerRefusal { $0.sizes.subsampling = 6 } == "\"subsampling_factor\" is 6; it can be 4 or 8")
        #expect(conformerRefusal { $0.sizes.kernel = 4 } == "\"conv_kernel_size\" is 4; it must be odd")
        #expect(
            conformerRefusal { $0.sizes.hiddenSize = 9 }
                == "\"hidden_size\" is 9; it must be a multiple of the 4 heads")
        // Rotary positions turn pairs of features in each head.
        #expect(
            transformerRefusal { $0.hiddenSize = 20 }
                == "\"hidden_size\" is 20; it must be a multiple of twice the 4 heads")
        #expect(
            transformerRefusal { $0.dropout = 1 } == "\"dropout\" is 1.0; it must be from 0 to below 1")
    }

    @Test("a Conformer that does not stream goes by another name")
    func offlineConformer() {
        #expect(conformerRefusal { $0.streaming = false }?.contains("\"parakeet_ctc\"") == true)
    }

    @Test("a checkpoint whose blank is not symbol 0 is refused")
    func blank() {
        var configuration = ParakeetConfiguration()
        configuration.blank = 1_024
        #expect(refusal(of: .parakeet(configuration))?.hasPrefix("\"pad_token_id\" is 1024") == true)
    }
}
