# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # IIJ: the outlook, and what moves it
#
# Internet Initiative Japan, two quarters into fiscal 2023 (the year to March 2024). Where does the
# outlook stand against the company's guidance, which scenarios change it, which drivers matter
# most, and how far would order conversion and new orders have to go?
#
# Every figure below is asked of `headwater` when the notebook runs; none is typed in. Amounts are
# in JPY million. The argument behind each driver is in `scenarios/iij/README.md`.

# %%
import io
import json
import os
import pathlib
import subprocess

import altair as alt
import pandas as pd
import vl_convert

HERE = pathlib.Path.cwd()
ROOT = next(folder for folder in (HERE, *HERE.parents) if (folder / "scenarios/iij").is_dir())
PROGRAM = os.environ.get("HEADWATER", "build/release/headwater")
IIJ = "scenarios/iij"


def headwater(*words):
    done = subprocess.run([PROGRAM, *words], cwd=ROOT, check=False, capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(done.stderr)
    return done.stdout


def table(*words):
    text = headwater(*words, "--format", "csv")
    return pd.read_csv(io.StringIO(text), float_precision="round_trip")


# %% [markdown]
# How the pictures look: blue and orange, which everybody can tell apart, and a drawing beside the
# chart's data, so that it shows where no JavaScript runs.

# %%
BLUE, PALE, ORANGE, INK = "#0072B2", "#A6CEE8", "#D55E00", "#333333"
FONT = "Liberation Sans, Arial, Helvetica, sans-serif"


@alt.theme.register("plain", enable=True)
def plain():
    text = {"labelColor": INK, "titleColor": INK, "titleFontWeight": "normal", "labelFontSize": 11}
    axis = {**text, "gridColor": "#E6E6E6", "domainColor": "#999999", "tickColor": "#999999"}
    title = {"anchor": "start", "fontSize": 14, "color": INK, "subtitleColor": "#666666"}
    config = {"font": FONT, "axis": axis, "legend": text, "header": text, "title": title}
    return alt.theme.ThemeConfig(config={**config, "view": {"stroke": None}})


def drawn(spec, **_):
    svg = vl_convert.vegalite_to_svg(spec)
    return {"application/vnd.vegalite.v6+json": spec, "image/svg+xml": svg}


alt.renderers.register("drawn", drawn)
alt.renderers.enable("drawn")
alt.data_transformers.consolidate_datasets = False  # each chart has its data in plain sight
pd.options.display.float_format = "{:,.0f}".format
pd.options.display.max_colwidth, pd.options.display.width = None, 160

# %% [markdown]
# ## The outlook against guidance
#
# The base scenario leaves every driver where the history to 2Q23 puts it. The company gave
# guidance with the results of the year before and has not changed it since.

# %%
base = table("run", f"{IIJ}/base.scenario")
before = base[base.period == "FY2022"].set_index("series").value
guided = base[(base.period == "FY2023") & base.guidance.notna()].set_index("series")

against = pd.DataFrame(
    {
        "FY2022": before.reindex(guided.index),
        "FY2023 outlook": guided.value,
        "Guidance": guided.guidance,
        "Outlook less guidance": guided.value - guided.guidance,
    }
)
against["in %"] = (100 * (guided.value / guided.guidance - 1)).map("{:+.1f}".format)
against.set_axis(guided.label).rename_axis("JPY mn")

# %% [markdown]
# Revenue falls short by more than profit does: what is missing is construction, which carries its
# purchasing with it. Two quarters are on the books; the rest is forecast.

# %%
SHOWN = {"revenue.total": "Revenue", "operating_profit": "Operating profit"}
STATE = alt.Color(
    "State:N", title=None, scale=alt.Scale(domain=["Actual", "Forecast"], range=[BLUE, PALE])
)

lines = base[base.series.isin(SHOWN)].assign(
    State=base.mark.map({"forecast": "Forecast"}).fillna("Actual"),
    Year=base.period.str.replace(r"^(\d{4}).*", r"FY\1", regex=True),
    Amount=base.value / 1000,
    Guidance=base.guidance / 1000,
)
lines["Period"] = lines.period.str.replace(r"^20(\d\d)Q(\d)$", r"\2Q\1", regex=True)
fields = ["series", "Period", "Year", "State", "Amount", "Guidance"]


def by_quarter(series, title):
    rows = lines[(lines.series == series) & (lines.span == "quarter")]
    bars = alt.Chart(
        rows[fields[1:5]], width=480, height=170, title=f"{title} by quarter"
    ).mark_bar()
    return bars.encode(
        x=alt.X("Period:N", sort=None, title=None, axis=alt.Axis(labelAngle=0, labelFontSize=10)),
        y=alt.Y("Amount:Q", title="JPY bn", axis=alt.Axis(minExtent=32, tickCount=5)),
        color=STATE,
        tooltip=["Period", "State", alt.Tooltip("Amount:Q", format=",.1f")],
    )


def by_year(series, title):
    of_series = lines[lines.series == series]
    parts = (
        of_series[of_series.span == "quarter"]
        .groupby(["Year", "State"], as_index=False)
        .Amount.sum()
    )
    whole = of_series[of_series.span == "year"][fields[2:]]
    year = alt.X("Year:N", title=None, axis=alt.Axis(labelAngle=0))
    height = alt.Scale(domainMax=1.15 * whole[["Amount", "Guidance"]].max().max(), nice=False)
    bars = alt.Chart(parts, width=250, height=170, title=f"{title} by year").mark_bar(size=44)
    bars = bars.encode(
        x=year,
        y=alt.Y("Amount:Q", title="JPY bn", scale=height, axis=alt.Axis(minExtent=32, tickCount=5)),
        color=STATE,
        order=alt.Order("State:N"),
        tooltip=["Year", "State", alt.Tooltip("Amount:Q", format=",.1f")],
    )
    on_bar = alt.condition("datum.State == 'Actual'", alt.value("white"), alt.value(INK))
    total = (
        alt.Chart(whole)
        .mark_text(baseline="top", dy=5)
        .encode(x=year, y="Amount:Q", text=alt.Text("Amount:Q", format=",.1f"), color=on_bar)
    )
    guidance = alt.Chart(whole[whole.Guidance.notna()]).encode(x=year, y="Guidance:Q")
    tick = guidance.mark_tick(color=ORANGE, opacity=1, thickness=3, size=54)
    words = guidance.mark_text(color=ORANGE, dy=-9).encode(
        text=alt.Text("Guidance:Q", format=",.1f")
    )
    return bars + total + tick + words


pictures = [
    draw(series, title) for series, title in SHOWN.items() for draw in (by_quarter, by_year)
]
alt.concat(*pictures, columns=2).properties(
    title=alt.Title(
        "IIJ: actual, forecast and guidance",
        subtitle="base scenario; the orange line is the company's guidance",
        offset=14,
    )
)

# %% [markdown]
# ## Scenarios side by side
#
# Each file in `scenarios/iij` changes a few drivers and says why. This is what each does to
# operating profit, against base. A zero means that the change begins in another year, or acts
# below operating profit, as a currency gain does.

# %%
files = sorted(path.name for path in (ROOT / IIJ).glob("*.scenario"))
apart = ("backtest", "base", "guidance", "sensitivity", "sweep", "tornado", "uncertainty")
single = [name for name in files if not name.startswith(apart)]


def title_of(name):
    return json.loads(headwater("run", f"{IIJ}/{name}", "--format", "json"))["scenario"]["title"]


def profit(name):
    rows = table("run", f"{IIJ}/{name}")
    rows = rows[(rows.series == "operating_profit") & rows.period.isin(["FY2023", "FY2024"])]
    return rows[["period", "value"]].assign(scenario=title_of(name))


profits = pd.concat(profit(name) for name in ["base.scenario", *single])
profits = profits.pivot(index="scenario", columns="period", values="value")
in_base = profits.loc[title_of("base.scenario")]
changes = (profits - in_base).drop(in_base.name).sort_values("FY2024", ascending=False)
changes.rename_axis(index="Operating profit less base, JPY mn", columns=None)


# %%
def signed(amount):
    return f"{amount:+,.0f}".replace("-", "−") if abs(amount) >= 0.5 else "0"


rows = changes.reset_index().melt("scenario", var_name="year", value_name="change")
rows = rows.assign(change=rows.change.round(3) + 0.0, words=rows.change.map(signed))  # + 0.0: no -0
order = list(changes.index)
reach = alt.Scale(domain=[1.35 * rows.change.min(), 1.7 * rows.change.max()], nice=False)
NAMES = alt.Axis(labelLimit=460, domain=False, ticks=False)
SIGNED = alt.Axis(labelExpr="datum.value == 0 ? '0' : format(datum.value, '+,.0f')", tickCount=4)


def against_base(year):
    names = NAMES if year == "FY2023" else None
    both = alt.Chart(rows[rows.year == year], width=270, height=22 * len(order), title=year).encode(
        x=alt.X("change:Q", title="Change of operating profit, JPY mn", scale=reach, axis=SIGNED),
        y=alt.Y("scenario:N", sort=order, title=None, axis=names),
    )
    bars = both.mark_bar().encode(
        color=alt.condition("datum.change < 0", alt.value(ORANGE), alt.value(BLUE)),
        tooltip=["scenario", "words"],
    )
    more = both.transform_filter("datum.change >= 0").mark_text(align="left", dx=4, color=INK)
    less = both.transform_filter("datum.change < 0").mark_text(align="right", dx=-4, color=INK)
    return bars + more.encode(text="words:N") + less.encode(text="words:N")


(against_base("FY2023") | against_base("FY2024")).properties(
    title=alt.Title("Operating profit against base, by scenario", offset=14)
)

# %% [markdown]
# ## Which drivers matter
#
# Each driver goes to the low and to the high end of the range that its history, or the company's
# own words, support, while all others stay. The longest bars are the assumptions that deserve the
# next hour of work.

# %%
tornado = table("tornado", f"{IIJ}/tornado.scenario")
tornado = tornado[(tornado.series == "operating_profit") & (tornado.period == "FY2024")]
tornado = tornado[tornado["rank"].notna()]  # the last line has all drivers together
longest = tornado.sort_values("rank").head(15)
moving = (tornado.swing > 0).sum()


def ends(bar):
    if bar.low_operation == "multiply":
        return f"×{bar.low_operand:g} … ×{bar.high_operand:g}"
    if bar.low_operation == "add":
        unit = "points" if bar.operand_unit == "%" else bar.operand_unit
        return f"{bar.low_operand:+g} … {bar.high_operand:+g} {unit}"
    return f"{bar.low_operand:g} … {bar.high_operand:g} {bar.operand_unit}"


longest = longest.assign(
    driver=[f"{bar.bar_label} ({ends(bar)})".replace("-", "−") for bar in longest.itertuples()]
)
sides = longest.rename(columns={"low_change": "low end", "high_change": "high end"})
sides = sides.melt("driver", ["low end", "high end"], var_name="at", value_name="change")
sides["change"] = sides["change"].round(3) + 0.0

alt.Chart(sides, width=400, height=24 * len(longest)).mark_bar().encode(
    x=alt.X("change:Q", title="Change of operating profit, JPY mn", axis=SIGNED),
    y=alt.Y("driver:N", sort=list(longest.driver), title=None, axis=NAMES),
    color=alt.Color(
        "at:N",
        title="Driver at its",
        scale=alt.Scale(domain=["low end", "high end"], range=[BLUE, ORANGE]),
    ),
    tooltip=["driver", "at", alt.Tooltip("change:Q", format="+,.0f")],
).properties(
    title=alt.Title(
        "What moves operating profit of FY2024",
        subtitle=f"the {len(longest)} longest of {moving} drivers that move it; "
        f"base is {in_base.FY2024:,.0f}",
        offset=14,
    )
)

# %% [markdown]
# ## What would it take? Conversion of the backlog against new orders
#
# Guidance asks for more construction than the record supports. The table below turns both screws
# at once: how fast the order backlog becomes revenue, and how fast base orders grow, from 3Q23 on.
# The framed cell is base.


# %%
def growth(percent):
    return f"{percent:+g} %".replace("-", "−") if percent else "0 %"


sweep = table("sweep", f"{IIJ}/sweep-conversion-orders.scenario")
cells = sweep[(sweep.series == "operating_profit") & (sweep.period == "FY2023")]
cells = pd.DataFrame(
    {
        "conversion": cells["si.conversion"].map("×{:.2f}".format),
        "orders": cells["orders.si.construction.growth"].map(growth),
        "profit": cells.value.round(3),
        "is_base": cells.is_base == 1,
    }
)
across, down = list(cells.orders.unique()), list(cells.conversion.unique())[::-1]
profit_asked = against.loc["operating_profit", "Guidance"]
reaches = f"datum.profit >= {profit_asked}"

heat = alt.Chart(
    cells,
    width=480,
    height=270,
    title=alt.Title(
        "Operating profit of FY2023 by conversion and base orders",
        subtitle="JPY mn; the framed cell is base, "
        f"bold cells reach the guidance of {profit_asked:,.0f}",
        offset=14,
    ),
).encode(
    x=alt.X(
        "orders:N",
        sort=across,
        title="Base order growth against a year ago, from 3Q23",
        axis=alt.Axis(labelAngle=0),
    ),
    y=alt.Y("conversion:N", sort=down, title="Conversion of the backlog, times base"),
)
shade = alt.Color(
    "profit:Q",
    title="JPY mn",
    scale=alt.Scale(range=["#F3F8FC", BLUE]),
    legend=alt.Legend(format=",.0f"),
)
dark = float(cells.profit.min() + 0.7 * (cells.profit.max() - cells.profit.min()))
words = heat.encode(
    text=alt.Text("profit:Q", format=",.0f"),
    color=alt.condition(f"datum.profit > {dark}", alt.value("white"), alt.value(INK)),
)
(
    heat.mark_rect().encode(color=shade)
    + heat.transform_filter("datum.is_base").mark_rect(fill=None, stroke=ORANGE, strokeWidth=3)
    + words.transform_filter(f"!({reaches})").mark_text()
    + words.transform_filter(reaches).mark_text(fontWeight="bold")
)

# %%
best = cells.loc[cells.profit.idxmax()]
reached = "reaches" if best.profit >= profit_asked else "stays below"
print(
    f"The best cell, conversion {best.conversion} and orders {best.orders}, has {best.profit:,.0f}"
    f" and {reached} the guidance of {profit_asked:,.0f}."
)
