/// The sizes of a Conformer, under the names and with the meaning of Hugging Face's `ParakeetEncoderConfig`.
public struct ConformerSizes: Codable, Hashable, Sendable {
    /// D, the width of a frame between layers.
    public var hiddenSize = 192
    /// Layers on top of each other.
    public var layers = 12
    /// H, attention heads, which share the width evenly.
    public var heads = 4
    /// Width inside the feed-forward parts.
    public var innerSize = 768
    /// Frames that the convolution of a layer sees, its own among them.
    public var kernel = 9
    /// How many feature frames make one frame of emissions: 4 or 8.
    public var subsampling: Int
    /// Channels of the convolutions in front.
    public var convolutionChannels = 128
    /// Whether the linear maps of attention and feed-forward parts have biases.
    public var hasAttentionBias = true
    /// Whether the convolutions of layers have biases.
    public var hasConvolutionBias = true
    /// Whether subsampled frames are multiplied by √D.
    public var scalesInput = true
    /// How likely each element is dropped in training: of the subsampled frames, and of a part's output before it is
    /// added.
    public var dropout = 0.1
    /// The same inside the feed-forward parts.
    public var activationDropout = 0.1
    /// How likely each attention weight is dropped in training.
    public var attentionDropout = 0.1

    /// A Conformer of about eleven million parameters.
    public init(subsampling: Int) {
        self.subsampling = subsampling
    }

    enum CodingKeys: String, CodingKey {
        case dropout
        case hiddenSize = "hidden_size"
        case layers = "num_hidden_layers"
        case heads = "num_attention_heads"
        case innerSize = "intermediate_size"
        case kernel = "conv_kernel_size"
        case subsampling = "subsampling_factor"
        case convolutionChannels = "subsampling_conv_channels"
        case hasAttentionBias = "attention_bias"
        case hasConvolutionBias = "convolution_bias"
        case scalesInput = "scale_input"
        case activationDropout = "activation_dropout"
        case attentionDropout = "attention_dropout"
    }

    /// Refuses sizes that make no model.
    func validate() throws(ModelError) {
        try require([4, 8].contains(subsampling), "subsampling_factor", subsampling, "it can be 4 or 8")
        let sizes = [
            ("hidden_size", hiddenSize), ("num_hidden_layers", layers), ("num_attention_heads", heads),
            ("intermediate_size", innerSize), ("conv_kernel_size", kernel),
            ("subsampling_conv_channels", convolutionChannels),
        ]
        for (key, size) in sizes { try require(size >= 1, key, size, "it must be at least 1") }
        try require(
            hiddenSize % heads == 0, "hidden_size", hiddenSize, "it must be a multiple of the \(heads) heads")
        try require(kernel % 2 == 1, "conv_kernel_size", kernel, "it must be odd")
        let shares = [
            ("dropout", dropout), ("activation_dropout", activationDropout),
            ("attention_dropout", attentionDropout),
        ]
        for (key, share) in shares {
            try require((0..<1).contains(share), key, share, "it must be from 0 to below 1")
        }
    }
}
