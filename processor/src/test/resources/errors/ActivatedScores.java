package errors;

import static dev.throughline.dsl.Block.OF_BLOCK;
import static dev.throughline.dsl.Nonlinearity.*;
import static dev.throughline.dsl.Norm.BATCH;
import static dev.throughline.dsl.Shortcut.*;

import dev.throughline.dsl.*;

@Network(input = @Input(channels = 3, height = 8, width = 8))
interface ActivatedScores {
  @GlobalAveragePool  Layer pool();
  @Linear(units = 10, activation = SIGMOID)  Layer scores();
//                                 ^ warning: [activated-logits] `loss` takes scores, but reads the sigmoid of `scores`: none is ahead by more than 1, where the margin is 1
//     use  activation = NONE on `scores`: @SquaredHinge takes scores as they are
//     or   @Accept("activated-logits")
  @SquaredHinge  Loss loss();
}
