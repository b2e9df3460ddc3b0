"""docs/workflows.md: every workflow as a diagram and a table, read from the moves themselves."""

from collections.abc import Iterator

from domain.workflow import Move
from models import all as models_all
from models.register import Register
from operations.base_roles import BASE_ROLES

HEAD = """# The workflows

Written by `flask --app app describe --workflows > docs/workflows.md`; a law compares it with the moves.
Roles are the base roles as set up first; whatever IT has published since is in the studio.
"""


def workflows_page() -> str:
    """The page: one section for each register that has a workflow."""
    return HEAD + "".join("\n".join(_section(one)) + "\n" for one in models_all.load().values() if one.workflow)


def _section(register: Register) -> Iterator[str]:
    workflow = register.workflow
    assert workflow is not None
    titles = register.fields[workflow.state].titles
    yield f"\n## {register.title.zh} {register.title.en} (`{register.key}`)\n"
    yield "```mermaid\nstateDiagram-v2"
    yield f"    [*] --> {workflow.start.value}"
    yield from (f"    {state.value} --> {end.value}: {move.label.zh}" for state, move, end in workflow.steps())
    yield "```\n"
    yield "| move | from | to | asks for | clocks | clause | roles |\n|---|---|---|---|---|---|---|"
    for move in workflow.moves:
        sources = "、".join(titles[state.value].zh for state in move.sources)
        needs = "、".join([register.fields[key].label.zh for key in move.needs] + [f"（{register.fields[key].label.zh}）" for key in move.offers])
        end = "（不变）" if move.stays else titles[move.target.value].zh
        roles = ", ".join(_roles(register, move.name))
        yield f"| {move.label.zh} `{move.name}` | {sources} | {end} | {needs} | {_clocks(move)} | {move.clause} | {roles} |"


def _clocks(move: Move) -> str:
    """+C4 starts, −C3 stops, ‖C5 pauses, ▸C5 runs on."""
    signs = (("+", move.starts), ("−", move.stops), ("‖", move.pauses), ("▸", move.resumes))
    return " ".join(f"{sign}{code}" for sign, codes in signs for code in codes)


def _roles(register: Register, move: str) -> list[str]:
    names = {register.key, f"{register.area}.*", "*"}
    return [role.code for role in BASE_ROLES if any(names & set(may.registers) and move in may.actions for may in role.may)]
