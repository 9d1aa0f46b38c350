"""Questions in plain words become the right command."""

from __future__ import annotations

import pytest

from bot.session import Session

UNDERSTOOD = [
    ("h index?", "/metrics show:reported"),
    (
        "how many citations does Robin Walters have?",
        '/metrics person:"Robin Walters" show:reported',
    ),
    ("how many papers in 2023", "/find year:2023"),
    ("papers per year", "/metrics by:year"),
    ("who are the main coauthors", "/coauthors"),
    ("who has Ondrej Biza worked with?", '/coauthors person:"Ondrej Biza"'),
    ("did Bo Zhao and Rose Yu publish together", '/coauthors person:"Bo Zhao" with:"Rose Yu"'),
    ("papers by dian wnag", '/find author:"dian wnag"'),
    ("Dian Wang's papers on grasping", '/find query:grasping author:"Dian Wang"'),
    ("what came out in May 2026?", "/find since:2026-05 until:2026-05"),
    ("anything on meshes since 2022?", "/find query:meshes since:2022"),
    ("papers before 2022", "/find until:2021"),
    ("papers between 2021 and 2022", "/find since:2021 until:2022"),
    ("newest paper", "/find sort:newest limit:1"),
    ("newest papers", "/find sort:newest"),
    ("the 3 latest papers", "/find limit:3 sort:newest"),
    ("how many of these ship code", "/find code:yes"),
    ("robotics papers with code", "/find code:yes category:RO"),
    ("papers about computer vision (CV)", "/find category:CV"),
    ("robotics in 2024", "/find year:2024 category:RO"),
    ("papers from 2022", "/find year:2022"),
    ("Zhao 2022", "/find year:2022 author:Zhao"),
    ("flow matching 2025", '/find query:"flow matching" year:2025'),
    ("papers since 2021 and before 2023", "/find since:2021 until:2022"),
    ("papers in the last three years", "/find since:2023"),
    ("papers in 2022 and 2023", "/find since:2022 until:2023"),
    ("papers from 2022 on", "/find since:2022"),
    ("papers by Brandon Y. Feng", '/find author:"Brandon Y. Feng"'),
    ("papers by D. Wang", '/find author:"D. Wang"'),
    ("papers by Bo Zhao with Nima Dehmamy", '/coauthors person:"Bo Zhao" with:"Nima Dehmamy"'),
    (
        "papers Dian Wang wrote with Xupeng Zhu in 2023",
        '/find year:2023 author:"Dian Wang and Xupeng Zhu"',
    ),
    ("coauthors of Wang", "/coauthors person:Wang"),
    ("Zhao's papers", "/find author:Zhao"),
    ("which papers use RLBench", "/find query:RLBench"),
    ("which year had the most papers?", "/metrics by:year"),
    ("oldest robotics paper", "/find sort:oldest limit:1 category:RO"),
    ("papers in cs.LG", "/find category:LG"),
    ("papers on 6 May 2026", "/find since:2026-05-06 until:2026-05-06"),
]


@pytest.mark.parametrize(("question", "line"), UNDERSTOOD, ids=[one for one, _ in UNDERSTOOD])
def test_a_question_is_read_as_a_command(session: Session, question: str, line: str) -> None:
    answer = session.answer(question)
    assert answer.understood is not None
    assert answer.understood.line == line
    assert session.answer(line).text == answer.text


@pytest.mark.parametrize(
    ("question", "begins"),
    [
        ("who wrote DeepWeightFlow", "DeepWeightFlow"),
        ("summarize LaLiGAN", "Latent Space"),
        ("tldr quiver neural networks", "Quiver"),
        ("what does PECCO mean?", "Probabilistic Symmetry"),
        ("where is the code of Approximate Equivariance in RL", "Approximate Equivariance"),
        ("when was Symmetry Teleportation published", "Symmetry Teleportation"),
        ("how many demonstrations does Interaction Warping need", "One-shot"),
        ("tell me about prismat", "PRISMat"),
        ("compare Symmetry Teleportation with Understanding Mode Connectivity", "Symmetry Tele"),
        ("imitation learning from one demonstration", "One-shot"),
        ("what's similar to IAEmu?", "Learning Galaxy"),
    ],
)
def test_a_question_about_a_paper_finds_it(session: Session, question: str, begins: str) -> None:
    answer = session.answer(question)
    assert answer.outcome == "found"
    assert answer.papers[0].title.startswith(begins)


@pytest.mark.parametrize(
    "question",
    [
        "papers by Robert Walters",
        "who is Peter Walters?",
        "h-index of Robert Walters",
        "coauthors of Hinton",
        "did Diana Wang write with Owen Howell?",
        "has Robin Walters written with Yoshua Bengio?",
        "has Max Welling worked with Rose Yu",
        "how many papers did Geoffrey Hinton write",
        "what's the difference between TopoX and PyTorch",
        "compare LieGAN with AlphaFold",
        "how many citations does LieGAN have",
        "papers about symmetry not by Bo Zhao",
        "papers from 2019",
        "%s %d",
        "best pizza in town?",
        "papers by Geoffrey Hinton",
        "what has Yann LeCun written",
        "who wrote Attention Is All You Need",
        "h-index of Geoffrey Hinton",
        "protein folding with AlphaFold 3 diffusion transformers in 2018",
        "papers from 2018",
        "summarise BERT",
        "did Bo Zhao and Geoffrey Hinton publish together",
        "why?",
        "ö",
    ],
)
def test_it_says_so_when_it_does_not_know(session: Session, question: str) -> None:
    assert session.answer(question).outcome == "nothing"


def test_a_question_may_refer_to_the_last_list(session: Session) -> None:
    listed = session.answer("papers on mesh PDEs").papers
    assert session.answer("who wrote the second one?").papers == (listed[1],)
    assert session.answer("summarise it in one sentence").papers == (listed[1],)
    assert session.answer("how many authors are listed?").papers == (listed[1],)


@pytest.mark.parametrize("line", ["hello", "thanks!", "Hi there", "thank you very much"])
def test_small_talk_is_answered_kindly_and_names_no_paper(session: Session, line: str) -> None:
    answer = session.answer(line)
    assert answer.outcome == "found"
    assert not answer.papers


@pytest.mark.parametrize("line", ["help", "what can you do?", "how does this work"])
def test_help_is_given_when_asked_for(session: Session, line: str) -> None:
    assert session.answer(line).title == "What can be asked"


def test_a_list_can_be_narrowed_down_and_a_new_topic_forgets_it(session: Session) -> None:
    session.answer("papers by Dian Wang")
    narrower = session.answer("how many of them are in 2023")
    assert narrower.text.startswith("**3 papers**")
    assert session.answer("in robotics?").text.startswith("**2 papers**")
    assert all(paper.year == 2024 for paper in session.answer("and in 2024?").papers)
    fresh = session.answer("papers on meshes since 2022")
    assert fresh.understood is not None
    assert "author" not in fresh.understood.options


def test_it_is_asked_which_one_where_a_list_has_many(session: Session) -> None:
    listed = session.answer("papers by Dian Wang").papers
    answer = session.answer("summarise it")
    assert answer.title == "Which one?"
    assert answer.papers == listed
    assert session.answer("the second one").papers == (listed[1],)
    assert session.answer("summarise it").papers == (listed[1],)


def test_a_misspelt_name_is_said_to_be_read_as_another(session: Session) -> None:
    assert "Read *dian wnag* as *Dian Wang*" in session.answer("papers by dian wnag").text
    assert "Read" not in session.answer("papers by Dian Wang").text
    assert "Read *Berrman* as *Edward Berman*" in session.answer("/coauthors Berrman").text


def test_these_are_of_the_last_list_and_no_older_one(session: Session) -> None:
    session.answer("papers by Dian Wang")
    session.answer("/related TopoX")
    answer = session.answer("which of these have code")
    assert answer.understood is not None
    assert "author" not in answer.understood.options
