"""The scenes of the edit as a table: where each begins, how long it is, what is there."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from scenescore.timebase import to_seconds
from scenescore.words import scene_summary
from scenescore_ui.controller import Session
from scenescore_ui.texts import Texts
from scenescore_ui.work.model import Selection
from scenescore_ui.work.report import Report, SceneFacts

Index = QModelIndex | QPersistentModelIndex
COLUMNS = ("column_scene", "column_start", "column_length", "column_summary")
_NOWHERE = QModelIndex()


class SceneTable(QAbstractTableModel):
    """A row a scene, in the language of `texts`."""

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self._texts = texts
        self.report: Report | None = None

    def show_report(self, report: Report | None) -> None:
        self.beginResetModel()
        self.report = report
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() or not self.report else len(self.report.scenes)

    def columnCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802 - Qt's name
        return len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        if role != Qt.ItemDataRole.DisplayRole or not self.report:
            return None
        scene = self.report.scenes[index.row()]
        return self._cells(scene, self.report)[index.column()]

    def headerData(  # noqa: N802 - Qt's name
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> str | None:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return self._texts.strings(COLUMNS[section])
        return None

    def _cells(self, scene: SceneFacts, report: Report) -> tuple[str, ...]:
        say, rate = self._texts.strings, report.edit.fps
        length = float(to_seconds(scene.end_frame - scene.start_frame, rate))
        return (
            say("scene", number=scene.id),
            report.edit.timecode(scene.start_frame),
            say("seconds", seconds=f"{length:.1f}"),
            scene_summary(scene.summary, say.language),
        )


class SceneList(QTableView):
    """Selecting a row selects the scene in the session."""

    def __init__(self, session: Session, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.table = SceneTable(texts)
        self.setModel(self.table)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.horizontalHeader().setStretchLastSection(True)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        texts.put(self.setAccessibleName, "scenes")
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.selectionModel().currentRowChanged.connect(self._select)
        session.opened.connect(self._show)
        session.analysed.connect(self._show)
        texts.after(self._show)
        self._show()

    def _show(self) -> None:
        self.table.show_report(self._session.report)

    def _select(self, row: QModelIndex) -> None:
        if row.isValid() and self.table.report:
            scene = self.table.report.scenes[row.row()]
            self._session.select(Selection(scene.start_frame, scene.end_frame, scene.id))
            self._session.move_playhead(scene.start_frame)
