package dev.throughline.processor.emit.docs;

import dev.throughline.processor.graph.MemberPath;
import dev.throughline.processor.kernel.Kernel;
import dev.throughline.processor.kernel.Launch;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** The launches of a pass, member by member, equal repeats of a block told once. */
final class Schedule {
  private Schedule() {}

  /**
   * Launches that follow each other for one member.
   *
   * @param path of the member; of several, if the row stands for equal repeats: {@code stage1.0–2.conv1}
   * @param others how many other members the launches serve as well
   */
  record Row(String path, int others, int count, List<Kernel> kernels) {}

  /** A member's launches within one repeat of a block. */
  private record Step(String member, int others, List<Kernel> kernels) {}

  /** One repeat of a block; a member outside of blocks is one of its own, without a number. */
  private record Section(String parent, int number, List<Step> steps) {
    static final int UNNUMBERED = -1;

    boolean continues(Section before, int distance) {
      return number != UNNUMBERED
          && before.number != UNNUMBERED
          && parent.equals(before.parent)
          && number == before.number + distance
          && steps.equals(before.steps);
    }
  }

  /**
   * The rows of {@code launches}.
   *
   * @param told the kernel that is named in place of another
   */
  static List<Row> rows(List<Launch> launches, Owners owners, UnaryOperator<Kernel> told) {
    List<Section> sections = sections(launches, owners, told);
    List<Row> rows = new ArrayList<>();
    for (int first = 0, next; first < sections.size(); first = next) {
      next = end(sections, first);
      Section section = sections.get(first);
      String path =
          section.number() == Section.UNNUMBERED
              ? section.parent()
              : section.parent()
                  + "."
                  + Words.range(section.number(), sections.get(next - 1).number());
      for (Step step : section.steps()) {
        rows.add(new Row(path + step.member(), step.others(), next - first, step.kernels()));
      }
    }
    return rows;
  }

  /** The first section after {@code first} that does something else; repeats count up or down. */
  private static int end(List<Section> sections, int first) {
    for (int distance : new int[] {1, -1}) {
      int next = first + 1;
      while (next < sections.size()
          && sections.get(next).continues(sections.get(next - 1), distance)) {
        next++;
      }
      if (next > first + 1) {
        return next;
      }
    }
    return first + 1;
  }

  private static List<Section> sections(
      List<Launch> launches, Owners owners, UnaryOperator<Kernel> told) {
    List<Section> sections = new ArrayList<>();
    for (Launch launch : launches) {
      Section place = place(launch.origin().path());
      String member = place.steps().getFirst().member();
      int others = owners.others(launch);
      boolean same =
          !sections.isEmpty()
              && sections.getLast().parent().equals(place.parent())
              && sections.getLast().number() == place.number();
      if (!same) {
        sections.add(new Section(place.parent(), place.number(), new ArrayList<>()));
      }
      List<Step> steps = sections.getLast().steps();
      if (steps.isEmpty()
          || !steps.getLast().member().equals(member)
          || steps.getLast().others() != others) {
        steps.add(new Step(member, others, new ArrayList<>()));
      }
      steps.getLast().kernels().add(told.apply(launch.kernel()));
    }
    return sections;
  }

  /** Splits {@code stage1.0.conv1} into {@code stage1}, 0 and {@code .conv1}. */
  private static Section place(MemberPath path) {
    if (path.repeat().isEmpty()) {
      return new Section(path.text(), Section.UNNUMBERED, List.of(new Step("", 0, List.of())));
    }
    int number = path.repeat().getAsInt();
    MemberPath repeat = path.first(number + 1);
    String member = path.text().substring(repeat.text().length());
    return new Section(
        path.first(number).text(), Integer.parseInt(repeat.name()),
        List.of(new Step(member, 0, List.of())));
  }
}
