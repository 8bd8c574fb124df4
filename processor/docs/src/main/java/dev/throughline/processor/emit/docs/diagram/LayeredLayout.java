package dev.throughline.processor.emit.docs.diagram;

import dev.throughline.processor.emit.docs.diagram.Layout.Place;
import dev.throughline.processor.emit.docs.diagram.Layout.Point;
import dev.throughline.processor.emit.docs.diagram.Layout.Route;
import dev.throughline.processor.emit.docs.diagram.Sketch.Arrow;
import dev.throughline.processor.emit.docs.diagram.Sketch.Box;
import dev.throughline.processor.emit.docs.diagram.Sketch.Fork;
import dev.throughline.processor.emit.docs.diagram.Sketch.Frame;
import dev.throughline.processor.emit.docs.diagram.Sketch.Look;
import dev.throughline.processor.emit.docs.diagram.Sketch.Plus;
import dev.throughline.processor.emit.docs.diagram.Sketch.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.eclipse.elk.alg.layered.LayeredLayoutProvider;
import org.eclipse.elk.alg.layered.options.InternalProperties;
import org.eclipse.elk.alg.layered.options.LayeredOptions;
import org.eclipse.elk.alg.layered.options.NodePlacementStrategy;
import org.eclipse.elk.alg.layered.options.OrderingStrategy;
import org.eclipse.elk.core.data.LayoutMetaDataService;
import org.eclipse.elk.core.math.ElkPadding;
import org.eclipse.elk.core.math.KVector;
import org.eclipse.elk.core.options.Direction;
import org.eclipse.elk.core.options.EdgeRouting;
import org.eclipse.elk.core.options.HierarchyHandling;
import org.eclipse.elk.core.options.PortConstraints;
import org.eclipse.elk.core.options.PortSide;
import org.eclipse.elk.core.options.SizeConstraint;
import org.eclipse.elk.core.util.BasicProgressMonitor;
import org.eclipse.elk.graph.ElkBendPoint;
import org.eclipse.elk.graph.ElkEdge;
import org.eclipse.elk.graph.ElkEdgeSection;
import org.eclipse.elk.graph.ElkNode;
import org.eclipse.elk.graph.ElkPort;
import org.eclipse.elk.graph.util.ElkGraphUtil;

/**
 * Places a sketch in layers from top to bottom (Sugiyama et al. 1981; Schulze et al. 2014 for ports and
 * frames), as the Eclipse Layout Kernel does it. The order of shapes and arrows decides where the sketch
 * leaves a choice, so that the same sketch gives the same picture.
 */
final class LayeredLayout {
  /** Between a box and the one below. */
  private static final double BETWEEN_LAYERS = 24;

  private static final double BESIDE = 16;

  static {
    // Tells the library's own types to its copier of default values.
    LayoutMetaDataService.getInstance();
  }

  private final Measures measures;
  private final Map<String, ElkNode> nodes = new HashMap<>();
  private final Map<String, ElkPort> ports = new HashMap<>();
  private final Map<String, Place> places = new HashMap<>();

  /** What skips lead through, rather than around. */
  private final Set<String> asides = new HashSet<>();

  private LayeredLayout(Measures measures) {
    this.measures = measures;
  }

  static Layout of(Sketch sketch, Measures measures) {
    return new LayeredLayout(measures).place(sketch);
  }

  private Layout place(Sketch sketch) {
    ElkNode root = ElkGraphUtil.createGraph();
    settings(root);
    sketch.shapes().forEach(shape -> node(shape, root));
    List<ElkEdge> edges = sketch.arrows().stream().map(this::edge).toList();
    new LayeredLayoutProvider().layout(root, new BasicProgressMonitor());
    sketch.shapes().forEach(shape -> read(shape, 0, 0));
    List<Route> routes = edges.stream().map(LayeredLayout::route).toList();
    return new Layout(round(root.getWidth()), round(root.getHeight()), places, routes);
  }

  private static void settings(ElkNode graph) {
    graph.setProperty(LayeredOptions.DIRECTION, Direction.DOWN);
    graph.setProperty(LayeredOptions.EDGE_ROUTING, EdgeRouting.ORTHOGONAL);
    graph.setProperty(LayeredOptions.HIERARCHY_HANDLING, HierarchyHandling.INCLUDE_CHILDREN);
    graph.setProperty(LayeredOptions.CONSIDER_MODEL_ORDER_STRATEGY,
        OrderingStrategy.NODES_AND_EDGES);
    graph.setProperty(LayeredOptions.CROSSING_MINIMIZATION_FORCE_NODE_MODEL_ORDER, true);
    graph.setProperty(LayeredOptions.NODE_PLACEMENT_STRATEGY,
        NodePlacementStrategy.NETWORK_SIMPLEX);
    graph.setProperty(LayeredOptions.SPACING_NODE_NODE_BETWEEN_LAYERS, BETWEEN_LAYERS);
    graph.setProperty(LayeredOptions.SPACING_EDGE_NODE_BETWEEN_LAYERS, 12.0);
    graph.setProperty(LayeredOptions.SPACING_EDGE_EDGE_BETWEEN_LAYERS, 8.0);
    graph.setProperty(LayeredOptions.SPACING_NODE_NODE, BESIDE);
    graph.setProperty(LayeredOptions.SPACING_EDGE_NODE, 12.0);
    graph.setProperty(LayeredOptions.SPACING_EDGE_EDGE, 10.0);
  }

  private void node(Shape shape, ElkNode parent) {
    ElkNode node = ElkGraphUtil.createNode(parent);
    nodes.put(shape.id(), node);
    switch (shape) {
      case Box box -> {
        size(node, measures.widthOf(box), measures.height(box));
        if (box.look() == Look.ASIDE) {
          asides.add(box.id());
        }
      }
      case Fork _ -> size(node, Measures.FORK, Measures.FORK);
      case Plus _ -> size(node, Measures.PLUS, Measures.PLUS);
      case Frame frame -> {
        settings(node);
        int top = measures.titleHeight(frame) + Measures.INSET;
        int sides = Measures.INSET;
        node.setProperty(LayeredOptions.PADDING, new ElkPadding(top, sides, sides, sides));
        node.setProperty(LayeredOptions.NODE_SIZE_CONSTRAINTS, SizeConstraint.minimumSize());
        node.setProperty(LayeredOptions.NODE_SIZE_MINIMUM,
            new KVector(measures.titleWidth(frame), top));
        // As the library sets it for the outermost graph; without it, it cannot compare what is inside.
        node.setProperty(InternalProperties.MAX_MODEL_ORDER_NODES, frame.shapes().size());
        frame.shapes().forEach(inner -> node(inner, node));
      }
    }
  }

  private static void size(ElkNode node, int width, int height) {
    node.setDimensions(width, height);
    node.setProperty(LayeredOptions.PORT_CONSTRAINTS, PortConstraints.FIXED_POS);
  }

  private ElkEdge edge(Arrow arrow) {
    PortSide out = arrow.skip() && !asides.contains(arrow.from()) ? PortSide.EAST : PortSide.SOUTH;
    PortSide in = arrow.skip() && !asides.contains(arrow.to()) ? PortSide.EAST : PortSide.NORTH;
    return ElkGraphUtil.createSimpleEdge(port(arrow.from(), out), port(arrow.to(), in));
  }

  private ElkNode node(String id) {
    return Objects.requireNonNull(nodes.get(id), () -> "no shape is called " + id);
  }

  private ElkPort port(String id, PortSide side) {
    return ports.computeIfAbsent(
        id + " " + side,
        _ -> {
          ElkNode node = node(id);
          ElkPort port = ElkGraphUtil.createPort(node);
          port.setProperty(LayeredOptions.PORT_SIDE, side);
          double x = side == PortSide.EAST ? node.getWidth() : node.getWidth() / 2;
          double y =
              side == PortSide.NORTH ? 0
                  : side == PortSide.SOUTH ? node.getHeight() : node.getHeight() / 2;
          port.setLocation(x, y);
          return port;
        });
  }

  private void read(Shape shape, double left, double top) {
    ElkNode node = node(shape.id());
    double x = left + node.getX();
    double y = top + node.getY();
    places.put(
        shape.id(), new Place(round(x), round(y), round(node.getWidth()), round(node.getHeight())));
    if (shape instanceof Frame frame) {
      frame.shapes().forEach(inner -> read(inner, x, y));
    }
  }

  private static Route route(ElkEdge edge) {
    double left = 0;
    double top = 0;
    for (ElkNode in = edge.getContainingNode(); in != null; in = in.getParent()) {
      left += in.getX();
      top += in.getY();
    }
    List<Point> points = new ArrayList<>();
    for (ElkEdgeSection section : edge.getSections()) {
      points.add(point(left + section.getStartX(), top + section.getStartY()));
      for (ElkBendPoint bend : section.getBendPoints()) {
        points.add(point(left + bend.getX(), top + bend.getY()));
      }
      points.add(point(left + section.getEndX(), top + section.getEndY()));
    }
    return new Route(points);
  }

  private static Point point(double x, double y) {
    return new Point(round(x), round(y));
  }

  private static int round(double pixels) {
    return (int) Math.round(pixels);
  }
}
