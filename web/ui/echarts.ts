// ECharts with only the parts that are used; the whole library is five times larger.

import { BarChart } from 'echarts/charts'
import { GridComponent, TitleComponent } from 'echarts/components'
import * as echarts from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'

echarts.use([BarChart, GridComponent, TitleComponent, CanvasRenderer])

export { echarts }
