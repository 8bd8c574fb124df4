package dev.throughline.processor.diagnostic;

import javax.tools.Diagnostic.Kind;

/**
 * Everything the compiler can find wrong with a network.
 *
 * <p>Each has a small wrong program of its own among the tests. A warning or a note can be silenced with
 * {@link dev.throughline.dsl.Accept} on the member or on the interface.
 */
public enum Problem {
  // The interface
  NOT_AN_INTERFACE("not-an-interface", "@Network or @Block stands on something else"),
  NOT_IMPLEMENTABLE("not-implementable", "generated code cannot implement the interface"),
  INHERITED_MEMBERS("inherited-members", "members come from another interface and have no order"),
  NAME_TAKEN("name-taken", "the generated class would have the name of one that is there"),
  EMPTY_BLOCK("empty-block", "a block has no members"),
  BLOCK_RECURSION("block-recursion", "a block contains itself"),
  MISSING_INPUT("missing-input", "the network does not say what it reads"),
  MISSING_LOSS("missing-loss", "the network has no loss"),
  MISPLACED_LOSS("misplaced-loss", "a loss is not the last member of a network"),
  NO_PARAMETERS("no-parameters", "no member of the network has anything to train"),
  ALL_FROZEN("all-frozen", "every member that has something to train is frozen"),
  UNREAD_INPUT("unread-input", Kind.WARNING, "no member reads an input"),

  // A member
  NOT_ABSTRACT("not-abstract", "a member has a body"),
  NOT_PLAIN("not-plain", "a member has parameters or type parameters"),
  NO_KIND("no-kind", "no annotation says what a member computes"),
  DUPLICATE_KIND("duplicate-kind", "several annotations say what one member computes"),
  MEMBER_TYPE("member-type", "a member returns what its annotation does not"),
  NOT_A_BLOCK("not-a-block", "a member returns an interface that is no block"),
  RESERVED_NAME("reserved-name", "a member has a name that the generated code needs"),

  // A value
  ILLEGAL_VALUE("illegal-value", "a number is outside its range"),
  FILTERS_MISSING("filters-missing", "filters are left out where no block gives them"),
  STRIDE_MISSING("stride-missing", "the stride of a block is asked for outside a block"),
  UNUSED_BLOCK_VALUE("unused-block-value", "no member of a block takes what it is given"),

  // A shape
  KERNEL_TOO_LARGE("kernel-too-large", "a kernel is larger than its padded input"),
  SHORTCUT_SHAPE("shortcut-shape", "a skip and the body it goes around end in different shapes"),
  UNEVEN_CHANNELS("uneven-channels", "channels cannot be divided as asked"),
  IMAGE_NOT_FLATTENED("image-not-flattened", "a layer for vectors reads an image"),
  VECTOR_NOT_IMAGE("vector-not-image", "a layer for images reads a vector"),
  TOKENS_NOT_EMBEDDED("tokens-not-embedded", "a layer for numbers reads tokens"),
  NOT_TOKENS("not-tokens", "a layer for tokens reads numbers"),
  NOT_A_SEQUENCE("not-a-sequence", "a layer for sequences reads something else"),
  UNEVEN_HEADS("uneven-heads", "features cannot be shared out among attention heads"),
  PADDING_SHAPE("padding-shape", "the tokens of a padding mask are not those of the sequence"),
  UNKNOWN_VALUE("unknown-value", "a member reads a value that is not there"),
  SHARED_SHAPE("shared-shape", "members cannot have the same parameters"),
  JOIN_SHAPE("join-shape", "values that are added or joined do not fit each other"),
  DENSE_SHAPE("dense-shape", "a densely connected block ends in another shape than it began with"),
  TARGET_TYPE("target-type", "losses take one target for different things"),
  TOO_FEW_CLASSES("too-few-classes", "a choice among fewer than two classes"),
  TOO_LARGE("too-large", "a tensor has more elements than an array can hold"),
  UNREAD_BORDER(
      "unread-border", Kind.WARNING, "no window reads the last rows or columns"),
  MEMORY_BUDGET("memory-budget", "training needs more memory than the network may use"),

  // The gradient
  GRADIENT_PATH("gradient-path", "a parameter is further from every loss than it may be"),
  VANISHING_GRADIENT(
      "vanishing-gradient",
      Kind.WARNING,
      "as it is initialised, the network leaves its first layers next to no gradient"),
  DEGRADATION(
      "degradation", Kind.NOTE, "a plain network is so deep that a shallower one trains better"),
  AUX_LOSS_SITE("aux-loss-site", Kind.NOTE, "a further loss would shorten the longest way most"),
  EARLY_AUX_LOSS(
      "early-aux-loss", Kind.WARNING,
      "a head on early features of a residual network costs accuracy"),
  DEAD_END("dead-end", Kind.WARNING, "no loss and no output reads what a member returns"),
  UNREACHED_PARAMETER(
      "unreached-parameter", Kind.WARNING, "a parameter gets no gradient from any loss"),
  IDLE_LOSS("idle-loss", Kind.WARNING, "a loss depends on nothing that is trained"),
  SAME_LOSS("same-loss", Kind.WARNING, "two losses compare the same in the same way"),
  ACTIVATED_LOGITS(
      "activated-logits", Kind.WARNING, "an activation keeps logits from what they have to be"),
  DROPPED_PREDICTION(
      "dropped-prediction", Kind.WARNING, "dropout sets what a loss compares to zero"),
  NORM_OF_ONE("norm-of-one", Kind.WARNING, "a normalisation has one value to take the mean of"),
  ONLY_ADDING(
      "only-adding", Kind.WARNING,
      "the body of a residual block ends in a ReLU"),
  ADDED_TO_ITSELF("added-to-itself", Kind.WARNING, "a member adds a value to itself"),
  IDLE_BIAS("idle-bias", Kind.NOTE, "a batch norm takes away again what a bias adds"),
  IDLE_ACTIVATION("idle-activation", Kind.NOTE, "an activation changes nothing"),

  // The compilation
  UNKNOWN_ID("unknown-id", "@Accept names nothing that can be accepted"),
  NO_VECTOR_MODULE(
      "no-vector-module", Kind.NOTE, "jdk.incubator.vector is missing, so kernels are scalar"),
  UNKNOWN_PASS("unknown-pass", Kind.WARNING, "-Athroughline.trace names a pass that is not there"),
  UNKNOWN_DOCS("unknown-docs", Kind.WARNING, "-Athroughline.docs says what pages cannot be"),
  NO_DOCS("no-docs", Kind.WARNING, "pages are asked for, and nothing that writes them is there");

  private final String id;
  private final Kind kind;
  private final String description;

  Problem(String id, String description) {
    this(id, Kind.ERROR, description);
  }

  Problem(String id, Kind kind, String description) {
    this.id = id;
    this.kind = kind;
    this.description = description;
  }

  /** The id in brackets at the start of the message. */
  public String id() {
    return id;
  }

  public Kind kind() {
    return kind;
  }

  public boolean isError() {
    return kind == Kind.ERROR;
  }

  /** What is wrong in general, in one line. */
  public String description() {
    return description;
  }
}
