package chatwarden.mlops.report;

import java.util.List;
import java.util.Locale;

/** Draws into a frame of data coordinates, x to the right and y upwards, both from 0 to 1. */
final class Svg {
  private static final int LEFT = 46;
  private static final int TOP = 26;
  private static final int RIGHT = 12;
  private static final int BOTTOM = 38;
  private static final List<String> COLOURS = List.of("#2f6f9f", "#c77700", "#b3261e", "#5b7f2b");

  private final int width;
  private final int height;
  private final StringBuilder out = new StringBuilder();

  Svg(String title, int width, int height) {
    this.width = width;
    this.height = height;
    out.append(
        "<svg role=\"img\" aria-label=\"%s\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\">"
            .formatted(escape(title), width, height, width, height));
    text(LEFT, 15, "start", "t", title);
  }

  /** Returns the colour of the series {@code index}. */
  static String colour(int index) {
    return COLOURS.get(index % COLOURS.size());
  }

  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  /** Draws both axes with a scale from 0 to 1. */
  Svg axes(String x, String y) {
    for (int i = 0; i <= 5; i++) {
      double at = i / 5.0;
      yTick(at, number(at));
      xTick(at, number(at));
    }
    return xName(x).yName(y);
  }

  /** Writes a number below the frame. */
  Svg xTick(double at, String shown) {
    text(x(at), height - BOTTOM + 15, "middle", "s", shown);
    return this;
  }

  /** Draws a line across the frame and writes a number left of it. */
  Svg yTick(double at, String shown) {
    line(0, at, 1, at, "g");
    text(LEFT - 6, y(at) + 4, "end", "s", shown);
    return this;
  }

  /** Names the axis below the frame. */
  Svg xName(String name) {
    text(x(0.5), height - 6, "middle", "s", name);
    return this;
  }

  private Svg yName(String name) {
    out.append(
        "<text class=\"s\" text-anchor=\"middle\" transform=\"translate(11,%.1f) rotate(-90)\">%s</text>"
            .formatted(y(0.5), escape(name)));
    return this;
  }

  Svg line(double x1, double y1, double x2, double y2, String kind) {
    out.append(
        String.format(
            Locale.ROOT,
            "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>",
            kind,
            x(x1),
            y(y1),
            x(x2),
            y(y2)));
    return this;
  }

  Svg path(List<double[]> points, String colour) {
    StringBuilder path = new StringBuilder();
    for (double[] point : points) {
      path.append(
          String.format(
              Locale.ROOT, "%s%.1f %.1f", path.isEmpty() ? "M" : "L", x(point[0]), y(point[1])));
    }
    out.append(
        "<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.6\"/>"
            .formatted(path, colour));
    return this;
  }

  Svg dot(double x, double y, double radius, String colour, String tip) {
    out.append(
        String.format(
            Locale.ROOT,
            "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" fill=\"%s\"><title>%s</title></circle>",
            x(x),
            y(y),
            radius,
            colour,
            escape(tip)));
    return this;
  }

  /** Draws a horizontal bar in slot {@code index} of {@code count}, from the top. */
  Svg bar(int index, int count, double value, String colour, String label, String shown) {
    double slot = (double) (height - TOP - 8) / count;
    double at = TOP + slot * index;
    double from = 150;
    double length = (width - from - 150) * value;
    out.append(
        String.format(
            Locale.ROOT,
            "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>",
            from,
            at + slot * 0.15,
            Math.max(0, length),
            slot * 0.7,
            colour));
    text(from - 6, at + slot / 2 + 4, "end", "s", label);
    text(from + length + 6, at + slot / 2 + 4, "start", "s", shown);
    return this;
  }

  /** Draws a cell of a square table, shaded by {@code share}. */
  Svg cell(int row, int column, int count, double share, String shown) {
    double w = (double) (width - LEFT - 60 - RIGHT) / count;
    double h = (double) (height - TOP - BOTTOM) / count;
    double cx = LEFT + 60 + w * column;
    double cy = TOP + h * row;
    out.append(
        String.format(
            Locale.ROOT,
            "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"#2f6f9f\""
                + " fill-opacity=\"%.2f\"/>",
            cx + 1,
            cy + 1,
            w - 2,
            h - 2,
            0.08 + 0.72 * share));
    text(cx + w / 2, cy + h / 2 + 4, "middle", share > 0.6 ? "s i" : "s", shown);
    return this;
  }

  Svg rowName(int row, int count, String name) {
    double h = (double) (height - TOP - BOTTOM) / count;
    text(LEFT + 54, TOP + h * (row + 0.5) + 4, "end", "s", name);
    return this;
  }

  Svg columnName(int column, int count, String name) {
    double w = (double) (width - LEFT - 60 - RIGHT) / count;
    text(LEFT + 60 + w * (column + 0.5), height - BOTTOM + 15, "middle", "s", name);
    return this;
  }

  Svg legend(List<String> names) {
    for (int i = 0; i < names.size(); i++) {
      double at = height - BOTTOM - 14.0 * (names.size() - i);
      out.append(
          String.format(
              Locale.ROOT,
              "<rect x=\"%d\" y=\"%.1f\" width=\"10\" height=\"10\" fill=\"%s\"/>",
              LEFT + 8,
              at,
              colour(i)));
      text(LEFT + 24, at + 9, "start", "s", names.get(i));
    }
    return this;
  }

  String close() {
    return out + "</svg>";
  }

  static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  private void text(double x, double y, String anchor, String kind, String text) {
    out.append(
        String.format(
            Locale.ROOT,
            "<text class=\"%s\" text-anchor=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>",
            kind,
            anchor,
            x,
            y,
            escape(text)));
  }

  private double x(double value) {
    return LEFT + value * (width - LEFT - RIGHT);
  }

  private double y(double value) {
    return height - BOTTOM - value * (height - TOP - BOTTOM);
  }
}
