package dev.throughline.processor.diagnostic;

import static dev.throughline.processor.diagnostic.Problem.*;

import java.util.List;

/** The table of wrong programs; they lie in {@code errors/} of the test resources. */
final class WrongPrograms {
  static final List<WrongProgram> ALL =
      List.of(
          // The interface
          WrongProgram.of(
              NOT_AN_INTERFACE,
              "NotAnInterface",
              "@Network(",
              "@Network(",
              "stands on `NotAnInterface`, which is of kind class",
              "use  interface NotAnInterface"),
          WrongProgram.of(
              NOT_IMPLEMENTABLE,
              "NotImplementable",
              "private interface Hidden",
              "interface Hidden",
              "`Hidden` is private",
              "use  a plain interface"),
          WrongProgram.of(
              INHERITED_MEMBERS,
              "InheritedMembers",
              "interface InheritedMembers extends Head",
              "interface",
              "inherits `pool`, `logits`, `loss`",
              "use  a @Block"),
          WrongProgram.of(
              NAME_TAKEN,
              "NameTaken",
              "interface NameTaken",
              "interface",
              "`NameTakenNetwork`, and there is one already",
              "use  another name"),
          WrongProgram.of(
              EMPTY_BLOCK,
              "EmptyBlock",
              "interface Nothing",
              "interface",
              "`Nothing` has no members",
              "use  at least one, such as @Conv"),
          WrongProgram.of(
              BLOCK_RECURSION,
              "BlockRecursion",
              "Even even();",
              "even",
              "`Even` contains itself through `even`",
              "from  Even → Odd → Even",
              "use   repeat = …"),
          WrongProgram.of(
              MISSING_INPUT,
              "MissingInput",
              "@Network",
              "@Network",
              "`MissingInput` does not say what it reads",
              "use  @Network(input = @Input(channels = 3, height = 32, width = 32))"),
          WrongProgram.of(
              MISSING_INPUT,
              "MissingInputExtent",
              "@Input(channels = 3, height = 8)",
              "@Input(",
              "has no width",
              "use  width = …"),
          WrongProgram.of(
              MISSING_LOSS,
              "MissingLoss",
              "interface MissingLoss",
              "interface",
              "`MissingLoss` has no loss",
              "use  @SoftmaxCrossEntropy Loss loss(); as its last member"),
          WrongProgram.of(
              MISPLACED_LOSS,
              "MisplacedLoss",
              "Loss loss();",
              "loss",
              "`loss` is followed by `logits`",
              "use  one loss, as the last member"),
          WrongProgram.of(
              MISPLACED_LOSS,
              "MisplacedLossInBlock",
              "Loss inner();",
              "inner",
              "`inner` stands in the block `Lossy`",
              "use  one loss, as the last member of the network"),
          WrongProgram.of(
              NO_PARAMETERS,
              "NoParameters",
              "interface NoParameters",
              "interface",
              "no member of `NoParameters` has parameters",
              "use  @Linear(units = …)"),

          // A member
          WrongProgram.of(
              NOT_ABSTRACT,
              "NotAbstract",
              "default int depth()",
              "depth",
              "`depth` has a body",
              "use  another class for helper methods"),
          WrongProgram.of(
              NOT_PLAIN,
              "NotPlain",
              "stem(int width)",
              "stem",
              "`stem` has parameters",
              "use  Layer stem();"),
          WrongProgram.of(
              NO_KIND,
              "NoKind",
              "Layer conv1();",
              "conv1",
              "`conv1` has no annotation that says what it computes",
              "did you mean  @Conv?"),
          WrongProgram.of(
              DUPLICATE_KIND,
              "DuplicateKind",
              "@BatchNorm",
              "@BatchNorm",
              "`stem` is both @Conv and @BatchNorm",
              "use  one member for each"),
          WrongProgram.of(
              MEMBER_TYPE,
              "MemberType",
              "Loss stem();",
              "stem",
              "`stem` is @Conv but returns Loss",
              "use  Layer stem();"),
          WrongProgram.of(
              MEMBER_TYPE,
              "MemberTypeOfBlock",
              "Layer stage1();",
              "stage1",
              "`stage1` is @Residual but returns Layer",
              "use  an interface marked @Block"),
          WrongProgram.of(
              NOT_A_BLOCK,
              "NotABlock",
              "Body stage1();",
              "stage1",
              "`stage1` returns `Body`, which is not marked @Block",
              "use  @Block on `Body`"),
          WrongProgram.of(
              RESERVED_NAME,
              "ReservedName",
              "Layer close();",
              "close",
              "needs the name `close`",
              "use  another name for the member"),
          WrongProgram.of(
              RESERVED_NAME,
              "ReservedNameOfProjection",
              "Own stage1();",
              "PROJECTION",
              "the projection of `stage1` is named `shortcut`",
              "use  another name for the member"),

          // A value
          WrongProgram.of(
              ILLEGAL_VALUE,
              "IllegalValue",
              "filters = 0",
              "0",
              "`stem` has filters = 0",
              "use  1 or more"),
          WrongProgram.of(
              ILLEGAL_VALUE,
              "IllegalRate",
              "rate = 1",
              "1",
              "`drop` has rate = 1.0",
              "use  a number from 0 up to, but not including, 1"),
          WrongProgram.of(
              ILLEGAL_VALUE,
              "IllegalRepeat",
              "repeat = -1",
              "-1",
              "`stage1` has repeat = -1",
              "use  1 to 1000"),
          WrongProgram.of(
              ILLEGAL_VALUE,
              "IllegalInput",
              "height = -8",
              "-8",
              "the input of `IllegalInput` has height = -8",
              "use  1 to 1,048,576"),
          WrongProgram.of(
              FILTERS_MISSING,
              "FiltersMissing",
              "Layer stem();",
              "@Conv(kernel = 3)",
              "`stem` gives no filters, and there is no block",
              "use  @Conv(filters = …)"),
          WrongProgram.of(
              FILTERS_MISSING,
              "FiltersMissingOfBlock",
              "BasicBlock stage1();",
              "@Residual(repeat = 3)",
              "`stage1` gives no filters, but `conv1` of its block takes them",
              "use  @Residual(filters = …)"),
          WrongProgram.of(
              STRIDE_MISSING,
              "StrideMissing",
              "Layer stem();",
              "OF_BLOCK",
              "`stem` takes its stride from a block, but stands in none",
              "use  a number"),
          WrongProgram.of(
              UNUSED_BLOCK_VALUE,
              "UnusedBlockValue",
              "Flat stage1();",
              "2",
              "`stage1` gives stride = 2, but no member of `Flat` says stride = OF_BLOCK",
              "use  stride = OF_BLOCK on the member"),

          // A shape
          WrongProgram.of(
              KERNEL_TOO_LARGE,
              "KernelTooLarge",
              "Layer stem();",
              "11",
              "kernel 11×11 does not fit the 8×8 input of `stem` (padding 1)",
              "use  kernel = 10 or less",
              "or   padding = 2 or more"),
          WrongProgram.of(
              KERNEL_TOO_LARGE,
              "KernelTooLargeOfPool",
              "Layer down();",
              "9",
              "size 9×9 does not fit the 8×8 input of `down` (padding 0)",
              "use  size = 8 or less"),
          WrongProgram.of(
              SHORTCUT_SHAPE,
              "ShortcutShape",
              "BasicBlock stage1();",
              "@Residual(",
              "`stage1` ends in f32[n, 32, 4, 4] but its shortcut carries f32[n, 16, 8, 8]",
              "changed  by stride = 2 and filters = 32",
              "use      shortcut = PROJECTION (a 1×1 convolution) or PAD (zero channels)"),
          WrongProgram.of(
              SHORTCUT_SHAPE,
              "ShortcutShapeOfPadding",
              "Shrinking stage1();",
              "PROJECTION",
              "ends in f32[n, 16, 6, 6] but its shortcut carries f32[n, 16, 8, 8]",
              "use   members that keep height and width"),
          WrongProgram.of(
              UNEVEN_CHANNELS,
              "UnevenChannels",
              "BasicBlock stage1();",
              "PAD",
              "`stage1` goes from 16 to 33 channels",
              "use  filters = 34",
              "or   shortcut = PROJECTION"),
          WrongProgram.of(
              UNEVEN_CHANNELS,
              "UnevenRatio",
              "Layer reduce();",
              "0.25",
              "`stage1.reduce` would have 0.25 of 18 filters, which is 4.5",
              "use  a ratio"),
          WrongProgram.of(
              IMAGE_NOT_FLATTENED,
              "ImageNotFlattened",
              "Layer logits();",
              "@Linear(",
              "`logits` needs a vector but reads the image f32[n, 16, 8, 8]",
              "use  @GlobalAveragePool before it, which leaves 16 features",
              "or   @Flatten, which leaves 1,024"),
          WrongProgram.of(
              VECTOR_NOT_IMAGE,
              "VectorNotImage",
              "Layer late();",
              "@Conv(",
              "`late` needs an image but reads f32[n, 3]",
              "move  it before the layer that makes a vector of the image"),
          WrongProgram.of(
              TOO_FEW_CLASSES,
              "TooFewClasses",
              "Loss loss();",
              "@SoftmaxCrossEntropy",
              "`loss` chooses among 1 class",
              "use  @Linear(units = 2) or more"),
          WrongProgram.of(
              TOO_LARGE,
              "TooLarge",
              "Layer wider();",
              "@Linear(",
              "the weights of `wider` would have 1000000 × 1000000 elements",
              "use  fewer features"),
          WrongProgram.of(
              UNREAD_BORDER,
              "UnreadBorder",
              "Layer down();",
              "3",
              "no window of `down` reads the last row and column of its 8×8 input",
              "use   padding = 1",
              "or    @SuppressWarnings(\"unread-border\")"),
          WrongProgram.of(
              MEMORY_BUDGET,
              "MemoryBudgetExceeded",
              "memoryBudget = ",
              "@MemoryBudget(",
              "training `MemoryBudgetExceeded` at batch 128 takes",
              "its budget is 64 MiB",
              "a sample; most in ",
              "use   mebibytes = "),

          // The compilation
          WrongProgram.of(
              NO_VECTOR_MODULE,
              "NoVectorModule",
              "interface NoVectorModule",
              "interface",
              "`NoVectorModule` gets scalar kernels only",
              "use  the compiler option --add-modules jdk.incubator.vector"),
          WrongProgram.of(
              UNKNOWN_PASS,
              "UnknownPass",
              "interface UnknownPass",
              "interface",
              "names `trainign`, which is no pass",
              "did you mean  training?"));

  private WrongPrograms() {}
}
